import Foundation
import SessionStore
import Testing

@testable import SessionFormats

@Suite("Forks that come home")
struct ForkHomeTests {
    static let lines = [
        Line.prompt("p1", below: nil), Line.answer("a1", below: "p1"),
        Line.prompt("p2", below: "a1", "and then"), Line.answer("a2", below: "p2"),
    ]

    func imported(_ scratch: borrowing Scratch) async throws -> String {
        let path = try scratch.file("x.jsonl", lines: Self.lines)
        return try await TranscriptImport(to: .folder(scratch.path)).run(path).path
    }

    func export(_ path: String, _ moment: Moment?) async throws -> (
        name: String?, lines: [String]
    ) {
        let session = try await Session.open(path, mode: .readOnly)
        var bytes: [UInt8] = []
        let exporter = try TranscriptExport(session, as: .claudeCode)
        try await exporter.run(at: moment) { if $0 == nil { bytes += $1 } }
        let name = try await exporter.fileName(at: moment, stem: "x")
        try await session.close()
        return (
            name, String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        )
    }

    func records(_ path: String, on branch: BranchName) async throws -> [String] {
        let session = try await Session.open(path, mode: .readOnly)
        var ids: [String] = []
        for try await event in session.events(on: branch) where event.dialect == .claudeCode {
            ids.append(event.body["uuid"]?.string ?? "")
        }
        try await session.close()
        return ids
    }

    func branches(_ path: String) async throws -> [String] {
        let session = try await Session.open(path, mode: .readOnly)
        defer { Task { try await session.close() } }
        return try await session.branches().map(\.name.rawValue)
    }

    /// A fork with a prompt of its own.
    func fork(_ path: String) async throws {
        let session = try await Session.open(path)
        let first = try await session.resolve(.prompt(2, on: .main)).revision - 1
        try await session.fork("idea", from: .revision(first, on: .main))
        try await session.append(
            [.prompt("otherwise", by: .user("ana"))], to: "idea", expecting: .any)
        try await session.close()
    }

    /// A line under another transcript's id.
    func under(_ id: String?, _ line: String) -> String {
        line.replacing(#""sessionId":"s""#, with: #""sessionId":"\#(id ?? "")""#)
    }

    func id(_ line: String) -> String? {
        JSON(unchecked: Array(line.utf8))["sessionId"]?.string
    }

    func uuid(_ line: String?) -> String {
        line.flatMap { JSON(unchecked: Array($0.utf8))["uuid"]?.string } ?? ""
    }

    @Test func `a branch goes out under an id of its own, the same each time`() async throws {
        let scratch = try Scratch()
        let path = try await imported(scratch)
        try await fork(path)
        let (name, lines) = try await export(path, .named("idea"))
        let ids = Set(lines.map(id))
        #expect(lines.count == 3 && ids.count == 1)
        let own = try #require(ids.first.flatMap { $0 })
        #expect(UUID(uuidString: own) != nil && name == own + ".jsonl")
        #expect(try await export(path, .named("idea")).lines == lines)
        // The id aside, what was imported is as it came in.
        #expect(lines[0].replacing(own, with: "s") == Self.lines[0])
        let main = try await export(path, .named(.main))
        #expect(main.lines == Self.lines && main.name == "x.jsonl")
    }

    @Test func `what its tool added comes home to the branch, however the file begins`()
        async throws
    {
        let scratch = try Scratch()
        let path = try await imported(scratch)
        try await fork(path)
        var (name, lines) = try await export(path, .named("idea"))
        lines.insert(#"{"type":"mode","mode":"normal","sessionId":"z"}"#, at: 0)
        let own = id(lines[1])
        lines.append(under(own, Line.answer("n1", below: uuid(lines.last), "so be it")))
        let file = try scratch.file("p/" + #require(name), lines: lines)
        let report = try await TranscriptImport(to: .folder(scratch.path)).run(file)
        #expect(report.path == path && !report.isNew && report.home == "idea")
        #expect(try await branches(path) == ["main", "idea"])
        #expect(try await records(path, on: "idea") == ["p1", "a1", "", "n1"])
        #expect(try await records(path, on: .main) == ["p1", "a1", "p2", "a2"])
        // Again nothing, and then what is new.
        #expect(try await TranscriptImport(to: .folder(scratch.path)).run(file).events == 0)
        lines.append(under(own, Line.prompt("n2", below: "n1", "more")))
        _ = try scratch.file("p/" + #require(name), lines: lines)
        _ = try await TranscriptImport(to: .folder(scratch.path)).run(file)
        #expect(try await records(path, on: "idea").suffix(2) == ["n1", "n2"])
        // Under the id that it came home with.
        let again = try await export(path, .named("idea"))
        #expect(again.name == name)
        #expect(again.lines.map(uuid).filter { !$0.isEmpty } == lines.dropFirst().map(uuid))
    }

    @Test func `a fork that the tool made is a branch, and the transcript goes on as before`()
        async throws
    {
        let scratch = try Scratch()
        let path = try await imported(scratch)
        let lines = Self.lines + [Line.prompt("t1", below: "a2", "elsewhere")]
        let fork = try scratch.file("t.jsonl", lines: lines.map { under("t", $0) })
        let report = try await TranscriptImport(to: .folder(scratch.path)).run(fork)
        #expect(report.home == "fork-1" && report.path == path)
        let grown =
            Self.lines + [
                #"{"type":"last-prompt","sessionId":"s"}"#, Line.prompt("p3", below: "a2", "on"),
            ]
        let main = try scratch.file("x.jsonl", lines: grown)
        _ = try await TranscriptImport(to: .folder(scratch.path)).run(main)
        #expect(try await branches(path) == ["main", "fork-1"])
        #expect(try await records(path, on: .main) == ["p1", "a1", "p2", "a2", "", "p3"])
        #expect(try await records(path, on: "fork-1") == ["p1", "a1", "p2", "a2", "t1"])
        let session = try await Session.open(path, mode: .readOnly)
        for try await finding in session.verify() { Issue.record("\(finding)") }
        try await session.close()
    }

    @Test func `where the branch went on meanwhile, what comes home stands beside it`()
        async throws
    {
        let scratch = try Scratch()
        let path = try await imported(scratch)
        try await fork(path)
        let (name, lines) = try await export(path, .named("idea"))
        let session = try await Session.open(path)
        try await session.append(
            [.prompt("meanwhile", by: .user("bo"))], to: "idea", expecting: .any)
        try await session.close()
        let new = under(id(lines[0]), Line.answer("n1", below: uuid(lines.last)))
        let file = try scratch.file("p/" + #require(name), lines: lines + [new])
        let report = try await TranscriptImport(to: .folder(scratch.path)).run(file)
        #expect(report.home == "idea-1")
        #expect(try await records(path, on: "idea") == ["p1", "a1"])
        #expect(try await records(path, on: "idea-1") == ["p1", "a1", "n1"])
    }

    @Test func `records that say something else are not taken for those that are known`()
        async throws
    {
        let scratch = try Scratch()
        let path = try await imported(scratch)
        let new = Line.prompt("t1", below: "a2")
        var changed = Self.lines + [new]
        changed[1] = changed[1].replacing("done", with: "undone")
        let between = Self.lines[..<2] + [new] + Self.lines[2...]
        for lines in [changed, Array(between)] {
            let fork = try scratch.file("t.jsonl", lines: lines.map { under("t", $0) })
            let error = await #expect(throws: SessionError.self) {
                try await TranscriptImport(to: .file(path)).run(fork)
            }
            #expect(error?.code == .transcriptChanged)
            #expect(try await branches(path) == ["main"])
        }
    }

    @Test func `a session that was never imported takes its own export home`() async throws {
        let scratch = try Scratch()
        let path = scratch.path + "/own.session"
        let session = try await Session.create(at: path, title: "Own")
        try await session.append(
            [.prompt("Why?", by: .user("ana")), .response("So.", by: .model("m"))], to: .main,
            expecting: .any)
        try await session.close()
        let (name, lines) = try await export(path, .named(.main))
        let file = try scratch.file(
            "p/" + (name ?? "own.jsonl"),
            lines: lines + [under(id(lines[1]), Line.prompt("n1", below: uuid(lines.last)))])
        let report = try await TranscriptImport(to: .folder(scratch.path)).run(file)
        #expect(report.path == path && report.home == "main")
        #expect(try await records(path, on: .main) == ["n1"])
    }

    // MARK: Helpers

    func imported(_ lines: [String], _ scratch: borrowing Scratch) async throws -> String {
        let file = try scratch.file("x.jsonl", lines: lines)
        return try await TranscriptImport(to: .folder(scratch.path)).run(file).path
    }

    @discardableResult
    func bring(
        _ lines: [String], under id: String = "t", _ scratch: borrowing Scratch
    ) async throws -> ImportReport {
        let file = try scratch.file("\(id).jsonl", lines: lines.map { under(id, $0) })
        return try await TranscriptImport(to: .folder(scratch.path)).run(file)
    }

    func title(_ text: String) -> String {
        #"{"type":"custom-title","customTitle":"\#(text)","sessionId":"s"}"#
    }

    /// Gives a transcript to a session, whatever its name.
    @discardableResult
    func give(
        _ lines: [String], to path: String, _ scratch: borrowing Scratch
    ) async throws -> ImportReport {
        let file = try scratch.file("given/x.jsonl", lines: lines)
        return try await TranscriptImport(to: .file(path)).run(file)
    }

    func merge(_ theirs: BranchName, into ours: BranchName, _ path: String) async throws {
        let session = try await Session.open(path)
        try await session.commit(session.merge(theirs, into: ours))
        try await session.close()
    }
}
