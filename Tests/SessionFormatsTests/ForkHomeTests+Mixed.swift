import Foundation
import SessionStore
import Testing

@testable import SessionFormats

/// Forks among merges, events of our own, subagents and transcripts that go on.
extension ForkHomeTests {
    @Test func `what a merge took over is gone on with on the branch that took it`() async throws {
        let scratch = try Scratch()
        let path = try await imported(scratch)
        try await fork(path)
        try await merge("idea", into: .main, path)
        let main = try await export(path, .named(.main)).lines
        let z1 = Line.answer("z1", below: uuid(main.last))
        #expect(try await give(main + [z1], to: path, scratch).home == "main")
        #expect(try await records(path, on: .main) == ["p1", "a1", "p2", "a2", "z1"])
        try await merge(.main, into: "idea", path)
        let idea = try await export(path, .named("idea")).lines
        let new = under(id(idea[0]), Line.prompt("z2", below: "z1"))
        #expect(try await give(idea + [new], to: path, scratch).home == "idea")
        #expect(try await records(path, on: "idea").suffix(2) == ["z1", "z2"])
        #expect(try await branches(path) == ["main", "idea"])
    }

    @Test func `an export of what was said here adds nothing, and the transcript goes on`()
        async throws
    {
        let scratch = try Scratch()
        let path = try await imported(scratch)
        let session = try await Session.open(path)
        try await session.append([.prompt("here", by: .user("ana"))], to: .main, expecting: .any)
        try await session.close()
        let main = try await export(path, .named(.main)).lines
        #expect(main.count == 5)
        #expect(try await give(main, to: path, scratch).events == 0)
        let grown = Self.lines + [Line.prompt("p3", below: "a2")]
        #expect(try await give(grown, to: path, scratch).home == nil)
        #expect(try await records(path, on: .main).last == "p3")
        #expect(try await branches(path) == ["main"])
    }

    @Test func `a subagent's branch is nobody's home`() async throws {
        let scratch = try Scratch()
        func aside(_ line: String) -> String {
            line.replacing(#""isSidechain":false"#, with: #""isSidechain":true,"agentId":"b7""#)
        }
        let lines =
            Self.lines[..<2] + [
                aside(Line.prompt("s1", below: nil, "look")), aside(Line.answer("s2", below: "s1")),
            ]
        let path = try await imported(Array(lines), scratch)
        let new = [
            Line.answer("r1", below: "a1"), Line.answer("r2", below: "r1"),
            Line.prompt("r3", below: "r2"),
        ]
        #expect(try await bring(lines + new, scratch).home == "fork-1")
        #expect(try await records(path, on: "fork-1") == ["p1", "a1", "r1", "r2", "r3"])
        #expect(try await records(path, on: .main) == ["p1", "a1"])
    }

    @Test func `what hangs beside does not split a fork`() async throws {
        let scratch = try Scratch()
        let path = try await imported(scratch)
        let hook = Line.prompt("h1", below: "a2")
            .replacing(#""type":"user""#, with: #""type":"progress""#)
        try await bring(
            Self.lines + [hook, Line.prompt("t1", below: "a2"), Line.answer("t1a", below: "t1")],
            scratch)
        #expect(try await branches(path) == ["main", "fork-1"])
        #expect(try await records(path, on: "fork-1").suffix(3) == ["h1", "t1", "t1a"])
    }

    @Test func `a transcript that repeats a record goes on beside a fork that came home`()
        async throws
    {
        let scratch = try Scratch()
        let path = try await imported(scratch)
        try await bring(Self.lines + [Line.prompt("t1", below: "a2")], scratch)
        let grown = Self.lines + [Self.lines[3], Line.prompt("p3", below: "a2")]
        #expect(try await give(grown, to: path, scratch).records == 2)
        #expect(try await records(path, on: .main).suffix(2) == ["a2", "p3"])
    }

    @Test(arguments: ["deleted", "result", "title"])
    func `a transcript that was changed is no fork of itself`(change: String) async throws {
        let scratch = try Scratch()
        let lines = Array(Self.lines[..<2] + [title("A")] + Self.lines[2...])
        let path = try await imported(lines, scratch)
        var changed = lines
        switch change {
        case "deleted": changed.remove(at: 2)
        case "result": changed[1] = changed[1].replacing(#"{"parent"#, with: #"{"x":1,"parent"#)
        default: changed[2] = title("B")
        }
        let error = await #expect(throws: SessionError.self) {
            try await give(changed + [Line.prompt("p3", below: "a2")], to: path, scratch)
        }
        #expect(error?.code == .transcriptChanged)
        #expect(try await records(path, on: .main).count == 5)
    }

    @Test func `main's export up to a moment is gone on with beside main`() async throws {
        let scratch = try Scratch()
        let path = try await imported(scratch)
        let new = [Line.prompt("q1", below: "a1"), Line.answer("q1a", below: "q1")]
        #expect(try await give(Self.lines[..<2] + new, to: path, scratch).home == "fork-1")
        #expect(try await records(path, on: "fork-1") == ["p1", "a1", "q1", "q1a"])
    }

    @Test func `a record without a time that was erased stays so`() async throws {
        let scratch = try Scratch()
        let lines = [title("secret")] + Self.lines
        let path = try await imported(lines, scratch)
        let session = try await Session.open(path)
        let plan = try await session.planRedaction(matching: RedactionPattern(text: "secret"))
        try await session.redact(plan, reason: "r", by: .user("ana"))
        try await session.close()
        let report = try await bring(lines + [Line.prompt("t1", below: "a2")], scratch)
        #expect(report.home == "fork-1" && report.records == 1)
    }

    @Test func `a link with the transcript's name is gone on with`() async throws {
        let scratch = try Scratch()
        let path = try await imported(scratch)
        let folder = scratch.path + "/links"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: folder + "/x.session", withDestinationPath: path)
        let file = try scratch.file("x.jsonl", lines: Self.lines)
        let report = try await TranscriptImport(to: .folder(folder)).run(file)
        #expect(!report.isNew && report.events == 0)
    }
}
