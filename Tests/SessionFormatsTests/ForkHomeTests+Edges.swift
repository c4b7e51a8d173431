import Foundation
import SessionStore
import Testing

@testable import SessionFormats

/// Rewinds, erasures, damage, and what only looks like a fork.
extension ForkHomeTests {
    @Test func `a rewind inside a fork is a fork of its own, and main stays as it is`()
        async throws
    {
        let scratch = try Scratch()
        let path = try await imported(scratch)
        let fork =
            Self.lines + [
                Line.prompt("t1", below: "a2"), Line.answer("t1a", below: "t1"),
                Line.prompt("t2", below: "a2"), Line.answer("t2a", below: "t2"),
            ]
        try await bring(fork, scratch)
        let grown = Self.lines + [Line.prompt("p3", below: "a2")]
        let file = try scratch.file("x.jsonl", lines: grown)
        _ = try await TranscriptImport(to: .folder(scratch.path)).run(file)
        #expect(try await branches(path) == ["main", "fork-1", "fork-2"])
        #expect(try await records(path, on: .main) == ["p1", "a1", "p2", "a2", "p3"])
        #expect(try await records(path, on: "fork-1").suffix(2) == ["t1", "t1a"])
        #expect(try await records(path, on: "fork-2").suffix(2) == ["t2", "t2a"])
    }

    @Test func `what was erased does not come back with a fork`() async throws {
        let scratch = try Scratch()
        func at(_ minute: Int, _ line: String) -> String {
            line.replacing("T09:00:0", with: "T09:\(minute + 10):0")
        }
        let lines = Self.lines.enumerated().map { at($0, $1) } + [title("secret")]
        for erased in [3, 4] {
            let folder = try Scratch()
            let path = try await imported(lines, folder)
            let session = try await Session.open(path)
            var places: [Moment] = []
            for try await event in session.events(on: .main) where event.dialect == .claudeCode {
                let id = event.body["uuid"]?.string ?? "title"
                if ["", "p2", "a2", "title"].firstIndex(of: id).map({ $0 + 2 >= erased }) ?? false {
                    places.append(.revision(event.revision, on: .main))
                }
            }
            let plan = try await session.planRedaction(of: places)
            try await session.redact(plan, reason: "r", by: .user("ana"))
            try await session.close()
            let report = try await bring(lines + [at(9, Line.prompt("t1", below: "a2"))], folder)
            #expect(report.home != nil && report.path == path && report.records == 1)
        }
        _ = scratch
    }

    @Test func `a merge does not make a branch of what is main's`() async throws {
        let scratch = try Scratch()
        let path = try await imported(scratch)
        let fork = Self.lines + [Line.prompt("t1", below: "a2")]
        try await bring(fork, scratch)
        let session = try await Session.open(path)
        try await session.commit(session.merge("fork-1", into: .main))
        try await session.close()
        try await bring(fork + [Line.answer("t1a", below: "t1")], scratch)
        let grown = Self.lines + [Line.prompt("p3", below: "a2")]
        let file = try scratch.file("x.jsonl", lines: grown)
        _ = try await TranscriptImport(to: .folder(scratch.path)).run(file)
        #expect(try await branches(path) == ["main", "fork-1"])
        #expect(try await records(path, on: .main).last == "p3")
        #expect(try await records(path, on: "fork-1").last == "t1a")
        let main = try await export(path, .named(.main))
        #expect(Set(main.lines.map(id)) == ["s"])
    }

    @Test func `an export of everything adds nothing when it comes again`() async throws {
        let scratch = try Scratch()
        let path = try await imported(scratch)
        try await bring(Self.lines + [Line.prompt("t1", below: "a2")], scratch)
        let whole = try await export(path, nil).lines
        let file = try scratch.file("whole.jsonl", lines: whole)
        #expect(try await TranscriptImport(to: .file(path)).run(file).events == 0)
        #expect(try await branches(path) == ["main", "fork-1"])
    }

    @Test func `records without an id, and damaged lines, come once and each time they are new`()
        async throws
    {
        let scratch = try Scratch()
        let damaged = "{damaged"
        let lines = Self.lines[..<2] + [title("A"), damaged] + Self.lines[2...]
        let path = try await imported(Array(lines), scratch)
        var fork =
            lines + [
                Line.prompt("t1", below: "a2"), title("B"), Line.answer("t1a", below: "t1"),
                title("A"), damaged,
            ]
        func state() async throws -> (title: String, count: Int) {
            let session = try await Session.open(path, mode: .readOnly)
            let title = try await session.state(at: .head(of: "fork-1")).preview.title
            var count = 0
            for try await event in session.events(on: "fork-1")
            where event.body["damaged"] != nil {
                count += 1
            }
            try await session.close()
            return (title, count)
        }
        #expect(try await bring(Array(fork), scratch).damaged.count == 1)
        #expect(try await state() == ("A", 2))
        #expect(try await bring(Array(fork), scratch).events == 0)
        fork += [Line.prompt("t2", below: "t1a")]
        try await bring(Array(fork), scratch)
        #expect(try await state() == ("A", 2))
        #expect(try await records(path, on: "fork-1").last == "t2")
    }

    @Test func `what begins as a session does and is no fork of it is a session of its own`()
        async throws
    {
        let scratch = try Scratch()
        let path = try await imported(scratch)
        var other = Self.lines
        other[1] = other[1].replacing("done", with: "undone")
        let report = try await bring(other, scratch)
        #expect(report.isNew && report.path != path && report.records == 4)
    }

    @Test func `masking a fork of what was not masked is refused for that`() async throws {
        let scratch = try Scratch()
        let path = try await imported(scratch)
        let key = "ghp_" + String(repeating: "a1B2", count: 9)
        let lines = Self.lines + [Line.prompt("t1", below: "a2", key)]
        let file = try scratch.file("t.jsonl", lines: lines.map { under("t", $0) })
        var importer = TranscriptImport(to: .file(path))
        importer.isMasking = true
        let error = await #expect(throws: SessionError.self) { try await importer.run(file) }
        #expect(error?.message.contains("without masking") == true)
    }
}
