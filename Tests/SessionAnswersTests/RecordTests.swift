import SessionAnswers
import SessionFormats
import SessionStore
import Testing

@Suite("Answers as JSON")
struct RecordTests {
    private let session: Session

    init() async throws {
        session = try await Session.inMemory()
        try await session.append(
            [
                .prompt("Why does the build fail?", by: .user("ana")),
                .file("/p/a.txt", content: Array("one\ntwo\n".utf8), by: .tool("edit")),
                .file("/p/b", content: [0xFF, 0x00], by: .tool("edit")),
                .setting("model", ["name": "m\u{2028}", "n": 1], by: .user("ana")),
            ], to: .main, expecting: .any)
        try await session.fork("idea", from: .revision(3, on: .main))
        try await session.append(
            [.file("/p/a.txt", content: Array("one\n2\n".utf8), by: .tool("edit"))], to: "idea",
            expecting: .any)
    }

    /// What JSON is, and that it stands on one line.
    private func check(_ records: [JSON], _ name: String) throws {
        #expect(!records.isEmpty, "\(name)")
        for record in records {
            let line = record.oneLine
            #expect(!line.contains(0x0A), "\(name)")
            #expect(try JSON(validating: line).kind == .object, "\(name)")
        }
    }

    @Test func `every one is an object on a line`() async throws {
        let main = Moment.head(of: .main)
        let idea = Moment.head(of: "idea")
        let state = try await session.state(at: main)
        try check([Records.state(state)], "state")
        try check([Records.preview(state.preview, of: "a.session")], "preview")
        try check(try await session.branches().map { Records.branch($0) }, "branch")
        try check(state.files.map { Records.file($0) }, "file")
        let info = try await session.info()
        try check([Records.info(info, [], of: "a.session")], "info")
        let blame = try await session.blame("/p/a.txt", at: idea)
        try check(blame.lines.map { Records.line($0, of: blame) }, "blame")
        let difference = try await session.difference(from: main, to: idea)
        try check([Records.difference(difference)] + Records.subjects(difference), "difference")
        let merge = try await session.merge(idea, into: .main)
        try check([Records.merge(merge)], "merge")
        for change in merge.changes {
            let diff = try await session.diff(of: change, in: merge)
            try check([Records.change(change, diff)], "change")
        }
        let causes = try await session.causes(of: main)
        try check(causes.map { Records.step($0, of: session) }, "cause")
    }

    @Test func `an event with members before its own is still that event`() async throws {
        for try await event in session.allEvents() {
            let own = Records.event(event, of: session)
            let with = Records.event(event, ofSession: session.id, after: [("file", "a\"b")])
            #expect(with["file"]?.string == "a\"b")
            #expect(Array(with.members.dropFirst().map(\.key)) == own.members.map(\.key))
            #expect(Records.event(event, ofSession: session.id, after: []) == own)
        }
    }

    @Test func `bytes are text where they are UTF-8, and base64 elsewhere`() async throws {
        let files = try await session.files(at: .head(of: .main))
        for file in files {
            let bytes = try await session.content(of: file, at: Point(branch: .main, revision: 5))
            let record = Records.content(bytes, of: file)
            let text = record["text"]?.string
            #expect(text.map { Array($0.utf8) } == (file.path == "/p/b" ? nil : bytes))
            #expect((record["base64"]?.string == "/wA=") == (file.path == "/p/b"))
        }
    }

    @Test func `columns of one name are told apart`() {
        let names = Records.columnNames(["a", "b", "a", "a"])
        #expect(names == ["a", "b", "a:2", "a:3"])
        let row = Records.row(names, [.int(1), .null, .real(.infinity), .blob([1])])
        #expect(row.description == #"{"a":1,"b":null,"a:2":"inf","a:3":{"base64":"AQ=="}}"#)
    }

    @Test func `an erasure is planned until it is done`() async throws {
        let plan = try await session.planRedaction(of: [.revision(2, on: .main)])
        let fates = { (records: [JSON]) in records.compactMap { $0["fate"]?.string } }
        #expect(fates(Records.redaction(plan, everywhere: false, done: nil)) == ["planned"])
        let done = try await session.redact(plan, reason: "try", by: .user("ana"))
        #expect(fates(Records.redaction(plan, everywhere: false, done: done)) == ["erased"])
    }
}
