import Foundation
import SessionStore
import Testing

@testable import SessionFormats

@Suite struct CloudEventsTests {
    static func export(_ session: Session) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        try await TranscriptExport(session, as: .cloudEvents).run { bytes += $1 }
        return bytes
    }

    /// An export without what depends on the file it was written in. Control events and the first
    /// one happen anew when a session is rebuilt.
    static func outline(_ export: [UInt8]) -> [String] {
        export.split(separator: 0x0A).map { line in
            let json = JSON(unchecked: Array(line))
            let isBeginning = json["type"]?.string == "session.created"
            var local: Set = ["id", "source", "position", "recordedtime", "origin"]
            if isBeginning || json["branch"] == nil { local.insert("time") }
            if isBeginning { local.insert("data") }
            let from = json["data"]?["from"]?.string.flatMap { EventDigest($0) }?.description
            return json.members.filter { !local.contains($0.key) }
                .map {
                    let value = $0.value.description
                    return "\($0.key)=\(from.map(value.withoutText) ?? value)"
                }
                .joined(separator: " ")
        }
    }

    func rebuilt(_ transcript: String, _ scratch: borrowing Scratch) async throws -> (
        [UInt8], [UInt8]
    ) {
        let report = try await TranscriptImport(to: .folder(scratch.path)).run(transcript)
        let session = try await Session.open(report.path, mode: .readOnly)
        let first = try await Self.export(session)
        try await session.close()
        let lines = try scratch.file("export.jsonl", first)
        let again = try await TranscriptImport(to: .file("\(scratch.path)/again.session")).run(
            lines)
        #expect(again.leftOut.isEmpty)
        let copy = try await Session.open(again.path, mode: .readOnly)
        let second = try await Self.export(copy)
        let names = try await copy.branches().map(\.name)
        #expect(names.contains(.main))
        try await copy.close()
        return (first, second)
    }

    @Test func `the sample is rebuilt from its export`() async throws {
        let scratch = try Scratch()
        let (first, second) = try await rebuilt(Samples.sample, scratch)
        #expect(Self.outline(first) == Self.outline(second))
    }

    private static let some = Samples.real.filter {
        $0.contains("dkimuson") || $0.contains("happy")
    }

    @Test(.withTranscripts(some), arguments: some)
    func `a real transcript is rebuilt from its export`(path: String) async throws {
        let scratch = try Scratch()
        let (first, second) = try await rebuilt(path, scratch)
        #expect(Self.outline(first) == Self.outline(second))
    }

    @Test func `lines written by hand make a session`() async throws {
        let scratch = try Scratch()
        let path = try scratch.file(
            "hand.jsonl",
            lines: [
                #"{"specversion":"1.0","type":"prompt.submitted","branch":"main","#
                    + #""actor":"user:ana","data":{"text":"hi"}}"#,
                "", "  ", "\t", "\r", " \t\r",
            ])
        let report = try await TranscriptImport(to: .folder(scratch.path)).run(path)
        #expect(report.events == 1)
        let session = try await Session.open(report.path, mode: .readOnly)
        #expect(try await session.preview(at: .head(of: .main)).prompts == 1)
        try await session.close()
    }

    @Test func `an event on a branch that nobody forked is an error with its line`() async throws {
        let scratch = try Scratch()
        let path = try scratch.file(
            "hand.jsonl",
            lines: [
                #"{"specversion":"1.0","type":"prompt.submitted","branch":"idea","#
                    + #""data":{"text":"hi"}}"#
            ])
        let importer = TranscriptImport(to: .folder(scratch.path))
        let error = await #expect(throws: SessionError.self) { try await importer.run(path) }
        #expect(error?.message.hasPrefix("line 1: branch \"idea\"") == true)
    }

    @Test func `an event on a branch that is forked behind it is an error with its line`()
        async throws
    {
        let session = try await Session.inMemory()
        try await session.fork("idea", from: .head(of: .main))
        try await session.append([.prompt("hi", by: .user("ana"))], to: "idea", expecting: .any)
        let lines = String(decoding: try await Self.export(session), as: UTF8.self)
            .split(separator: "\n").map(String.init)
        let (fork, prompt) = (
            lines.filter { $0.contains("branch.forked") },
            lines.filter { $0.contains("prompt.submitted") }
        )
        let rest = lines.filter { !(fork + prompt).contains($0) }
        let scratch = try Scratch()
        let good = try scratch.file("good.jsonl", lines: rest + fork + prompt)
        let report = try await TranscriptImport(to: .folder(scratch.path)).run(good)
        #expect(report.events > 0)
        let bad = try scratch.file("bad.jsonl", lines: rest + prompt + fork)
        let importer = TranscriptImport(to: .folder(scratch.path))
        let error = await #expect(throws: SessionError.self) { try await importer.run(bad) }
        let place = "line \(rest.count + 1): branch \"idea\" was not forked before"
        #expect(error?.message.hasPrefix(place) == true, "\(error?.message ?? "none")")
    }

    @Test func `one line of a forked session is read back by itself`() async throws {
        let scratch = try Scratch()
        let session = try await Session.inMemory()
        try await session.append([.prompt("1", by: .user("a"))], to: .main, expecting: .any)
        try await session.fork("idea", from: .named(.main))
        try await session.append([.prompt("2", by: .user("a"))], to: "idea", expecting: .any)
        var bytes: [UInt8] = []
        try await TranscriptExport(session, as: .cloudEvents).run(at: .named("idea")) {
            bytes += $1
        }
        let path = try scratch.file("line.jsonl", bytes)
        let report = try await TranscriptImport(to: .folder(scratch.path)).run(path)
        let copy = try await Session.open(report.path, mode: .readOnly)
        var texts: [String] = []
        for try await event in copy.events(on: "idea") {
            if let text = event.message?.text { texts.append(text) }
        }
        #expect(texts == ["1", "2"])
        try await copy.close()
    }

    @Test func `pieces of a streamed answer are exported, and come back`() async throws {
        let scratch = try Scratch()
        let session = try await Session.inMemory()
        let stream = try await session.beginResponse(id: "r", by: .model("m"))
        for word in ["One ", "two "] {
            try await stream.add(word)
            try await stream.flush()
        }
        try await stream.finish()
        for moment in [nil, Moment.named(.main)] {
            var bytes: [UInt8] = []
            try await TranscriptExport(session, as: .cloudEvents).run(at: moment) { bytes += $1 }
            let path = try scratch.file("\(moment == nil).jsonl", bytes)
            let report = try await TranscriptImport(to: .folder(scratch.path)).run(path)
            let copy = try await Session.open(report.path, mode: .readOnly)
            var ids: [String] = []
            for try await event in copy.allEvents() { ids += event.id.map { [$0] } ?? [] }
            #expect(ids == ["r/1", "r/2", "r"])
            try await copy.close()
        }
    }
}

extension String {
    fileprivate func withoutText(_ text: String) -> String { replacing(text, with: "") }
}
