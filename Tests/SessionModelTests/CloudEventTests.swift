import SessionModel
import Testing
import Texts

@Suite struct CloudEventTests {
    func event(_ draft: EventDraft) throws -> Event {
        let digest = try #require(EventDigest([UInt8](repeating: 7, count: 32)))
        return Event(
            position: 9, branch: "idea", revision: 4, kind: draft.kind, version: draft.version,
            dialect: draft.dialect, subject: draft.subject, actor: draft.actor,
            occurredAt: Timestamp(microseconds: 1_000_000),
            recordedAt: Timestamp(microseconds: 2_000_001),
            cause: 3, origin: digest, id: draft.id, body: draft.body, content: draft.content,
            digest: digest)
    }

    @Test(arguments: [
        EventDraft.prompt("hi \u{1F600} \"q\"", by: .user("ana")),
        EventDraft.prompt("hi", by: .system).with(id: "own"),
        EventDraft(
            kind: .toolReturned, version: 2, dialect: .claudeCode, actor: .tool("x"),
            body: JSON(unchecked: Array(#"{ "content" : 1.0, "s":"\ud800" }"#.utf8))),
        .file("a.txt", content: Array("line\n\u{0}\u{7F}".utf8), mode: "100644", by: .system),
        .file("a.bin", content: [0xFF, 0xFE, 0x00], by: .system),
        .file("empty", content: [], by: .system), .removedFile("gone", by: .system),
        EventDraft(
            kind: .foreignRecorded, subject: "damaged", actor: .system,
            body: ["damaged": "why", "line": 3], content: Array("{oops".utf8)),
    ])
    func whatIsEncodedDecodesToTheSameEvent(draft: EventDraft) throws {
        let event = try event(draft)
        let line = CloudEvent.encode(event, session: "s")
        #expect(!line.contains(0x0A))
        let decoded = try CloudEvent(JSON(validating: line))
        #expect(decoded.draft.body.bytes == event.body.oneLine)
        #expect(decoded.draft.content == event.content)
        var expected = draft
        expected.occurredAt = event.occurredAt
        expected.cause = .revision(3)
        expected.origin = event.origin
        #expect(decoded.draft == expected)
        #expect(decoded.branch == "idea")
        #expect(decoded.sequence == 4)
        #expect(decoded.recordedAt == event.recordedAt)
        #expect(decoded.id == event.digest.description)
    }

    @Test func `the attributes are those of cloud events`() throws {
        let line = CloudEvent.encode(try event(.prompt("hi", by: .user("ana"))), session: "s")
        let json = try JSON(validating: line)
        #expect(json["specversion"]?.string == "1.0")
        #expect(json["source"]?.string == "urn:uuid:s")
        #expect(json["sequence"]?.string == "4")
        #expect(json["time"]?.string == "1970-01-01T00:00:01.000Z")
        for (key, _) in json.members {
            #expect(key.count <= 20 && key.allSatisfy { $0.isLowercase || $0.isNumber })
        }
    }

    @Test func `a file's content can stand anywhere in its data`() throws {
        for data in [
            #"{"content":"x","mode":"100644"}"#, #"{"mode":"100644","content":"x"}"#,
            #"{ "content" : "x" , "mode":"100644" }"#,
        ] {
            let line = #"{"type":"file.changed","subject":"a","data":\#(data)}"#
            let event = try CloudEvent(JSON(validating: Array(line.utf8)))
            #expect(event.draft.content == [0x78])
            #expect(event.draft.body.members.map(\.key) == ["mode"])
        }
    }

    @Test func `a field of another type is named`() {
        for (line, field) in [
            (#"{"data":{}}"#, "type"), (#"{"type":1}"#, "type"), ("[]", "the line"),
            (#"{"type":"a.b","time":"soon"}"#, "time"), (#"{"type":"a.b","cause":-1}"#, "cause"),
            (#"{"type":"a.b","origin":"12"}"#, "origin"),
        ] {
            let error = #expect(throws: SessionError.self) {
                try CloudEvent(JSON(validating: Array(line.utf8)))
            }
            #expect(error?.message.hasPrefix(field) == true)
        }
    }

    @Test func `base64 is read back whatever the length`() {
        for count in 0..<64 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        }
        #expect(Base64.encode(Array("foob".utf8)) == Array("Zm9vYg==".utf8))
        #expect(Base64.decode(Array("Zm9".utf8)) == nil)
        #expect(Base64.decode(Array("Z!9v".utf8)) == nil)
    }

    @Test(arguments: ["", "n", "null", "name,age\n1,2\n", "{}", "\"", "\u{0}\u{1B}é\\"])
    func `a file's content leaves and comes back, whatever it begins with`(text: String) throws {
        let content = Array(text.utf8)
        let line = CloudEvent.encode(
            try event(.file("a.txt", content: content, by: .system)), session: "s")
        #expect(try CloudEvent(JSON(validating: line)).draft.content == content)
    }
}
