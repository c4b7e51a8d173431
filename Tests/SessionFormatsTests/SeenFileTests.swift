import Foundation
import SessionStore
import Testing

@testable import SessionFormats

@Suite("What a file held before its first edit")
struct SeenFileTests {
    private static let original = "def a():\n    return 1\n\n\ndef b():\n    return 2\n"
    private static let path = ToolLines.folder + "lib.py"

    private static func path(_ name: String) -> String { ToolLines.folder + name }

    /// A whole and a partial read, edits and files written over, one of which is new.
    private static let lines: [String] = {
        var lines = ToolLines()
        lines.prompt("Read")
        lines.read("lib.py", original)
        lines.read("notes.md", "# Notes\n")
        lines.read("big.txt", "line 5\nline 6", from: 5, of: 900)
        lines.prompt("Edit")
        lines.edit("lib.py", "return 1", "return 10", original: original)
        lines.edit("tool.sh", "echo 1", "echo 2", original: "echo 1\n")
        lines.write("new.py", "print(1)\n", type: "create", original: .null)
        lines.write("big.txt", "short\n", type: "update")
        lines.write("conf.ini", "x=2\n", type: "update", original: "x=1\n")
        return lines.lines
    }()

    private func imported(
        _ scratch: borrowing Scratch, _ lines: [String] = lines
    ) async throws -> Session {
        let path = try scratch.file("x.jsonl", lines: lines)
        return try await Session.open(
            TranscriptImport(to: .folder(scratch.path)).run(path).path)
    }

    /// The second prompt: everything was read, and nothing changed.
    private let before = Moment.prompt(2, on: .main)

    @Test func `what was seen is a second answer, with its place, and in no state`() async throws {
        let scratch = try Scratch()
        let session = try await imported(scratch)
        #expect(try await session.files(at: before).isEmpty)
        await #expect(throws: SessionError.self) {
            try await session.content(of: Self.path, at: before)
        }
        func seen(_ name: String, at moment: Moment) async throws -> (String, isLater: Bool)? {
            let file = try await session.sighting(of: Self.path(name), at: moment)
            guard let sighting = file?.sighting, file?.size != nil else { return nil }
            let content = try await session.content(of: sighting)
            return (String(decoding: content, as: UTF8.self), sighting.isLater)
        }
        let start = Moment.revision(0, on: .main)
        for moment in [start, before] {
            #expect(try await seen("lib.py", at: moment)?.0 == Self.original)
            #expect(try await seen("tool.sh", at: moment)?.0 == "echo 1\n")
            #expect(try await seen("conf.ini", at: moment)?.0 == "x=1\n")
            #expect(try await seen("notes.md", at: moment)?.0 == "# Notes\n")
        }
        #expect(try await seen("lib.py", at: start)?.isLater == true)
        #expect(try await seen("lib.py", at: before)?.isLater == false)
        // Told by the state, or not there.
        #expect(try await session.sighting(of: Self.path, at: .named(.main)) == nil)
        #expect(try await session.sighting(of: Self.path("new.py"), at: before) == nil)
        #expect(try await session.sighting(of: Self.path("other"), at: before) == nil)
        // Read in part.
        let part = try await session.sighting(of: Self.path("big.txt"), at: before)
        #expect(part?.size == nil && part?.reasonUnknown?.contains("of 900") == true)
        try await session.close()
    }

    @Test func `a file that was there is changed, one that was not is added`() async throws {
        let scratch = try Scratch()
        let session = try await imported(scratch)
        for (from, to) in [(before, Moment.named(.main)), (.named(.main), before)] {
            let difference = try await session.difference(from: from, to: to)
            let kinds = difference.files.map { "\($0.kind) \($0.path.dropFirst(14))" }
            let last = from == before ? "added" : "removed"
            #expect(
                kinds == [
                    "unknown big.txt", "changed conf.ini", "changed lib.py", "\(last) new.py",
                    "changed tool.sh",
                ])
            let lines = try await session.lines(of: difference.files[2], in: difference)
            let old = from == before ? lines.old : lines.new
            #expect(old.bytes == Array(Self.original.utf8))
        }
        try await session.close()
    }

    @Test func `a checkout writes what was found, and names what was not`() async throws {
        let scratch = try Scratch()
        let session = try await imported(scratch)
        let folder = scratch.path + "/then"
        let checkout = try await session.checkout(before, into: folder)
        #expect(checkout.root == "/home/ana/app")
        #expect(checkout.written.map(\.place) == ["conf.ini", "lib.py", "tool.sh"])
        #expect(checkout.written.allSatisfy { $0.sighting != nil })
        #expect(checkout.leftOut.map(\.path) == [Self.path("big.txt")])
        let written = try Data(contentsOf: URL(fileURLWithPath: folder + "/lib.py"))
        #expect(written == Data(Self.original.utf8))
        let head = try await session.checkout(.named(.main), into: scratch.path + "/now")
        #expect(head.written.count == 5 && head.written.allSatisfy { $0.sighting == nil })
        try await session.close()
    }

    @Test func `restoring removes nothing that was there before`() async throws {
        let scratch = try Scratch()
        let session = try await imported(scratch)
        let restoration = try await session.restore(before, by: .user("ana"))
        #expect(restoration.kept.map(\.path) == [Self.path("big.txt")])
        let files = try await session.files(at: .named(.main)).map { $0.path.dropFirst(14) }
        #expect(files == ["big.txt", "conf.ini", "lib.py", "tool.sh"])
        let content = try await session.content(of: Self.path, at: .named(.main))
        #expect(content == Array(Self.original.utf8))
        let unknown = try await session.content(of: Self.path("big.txt"), at: .named(.main))
        #expect(unknown == Array("short\n".utf8))
        let again = try await session.restore(before, by: .user("ana"))
        #expect(again.events.isEmpty)
        for try await finding in session.verify() { Issue.record("\(finding)") }
        try await session.close()
    }

    /// A fork from before the first edit, with a change of its own.
    private func forked(_ session: Session, _ content: String) async throws {
        try await session.fork("idea", from: before)
        try await session.append(
            [.file(Self.path, content: Array(content.utf8), by: .tool("Edit"))], to: "idea",
            expecting: .any)
    }

    @Test func `a fork from before the first edit is merged on what both began with`() async throws
    {
        let scratch = try Scratch()
        let session = try await imported(scratch)
        try await forked(session, Self.original.replacing("return 2", with: "return 20"))
        let merge = try await session.merge("idea", into: .main)
        #expect(merge.conflicts.isEmpty)
        #expect(merge.changes.first?.baseSighting != nil)
        try await session.commit(merge)
        let joined = try await session.content(of: Self.path, at: .named(.main))
        #expect(
            String(decoding: joined, as: UTF8.self)
                == Self.original.replacing("return 1", with: "return 10")
                .replacing("return 2", with: "return 20"))
        // A file that the fork did not touch is not its to remove.
        let other = try await session.content(of: Self.path("conf.ini"), at: .named(.main))
        #expect(other == Array("x=2\n".utf8))
        try await session.close()
    }

    @Test func `sides that found different contents are a conflict`() async throws {
        var lines = ToolLines()
        lines.prompt("Read")
        lines.prompt("Edit")
        lines.edit("lib.py", "return 1", "return 10", original: Self.original)
        let scratch = try Scratch()
        let session = try await imported(scratch, lines.lines)
        try await session.fork("idea", from: before)
        var other = ToolLines()
        other.edit("lib.py", "a", "b", original: "a, found elsewhere\n")
        let records = other.lines.map { JSON(unchecked: Array($0.utf8)) }
        let appended = try await session.append(
            [
                EventDraft(
                    kind: .toolReturned, dialect: .claudeCode, actor: .tool("Edit"),
                    body: records[1])
            ], to: "idea", expecting: .any)
        let derivation = FileDerivation(
            original: "/toolUseResult/originalFile",
            edits: [
                .init(old: "/toolUseResult/oldString", new: "/toolUseResult/newString", all: false)
            ])
        try await session.append(
            [
                EventDraft(
                    kind: .fileChanged, subject: Self.path, actor: .tool("Edit"),
                    cause: .revision(appended.revisions[0]),
                    body: FileChanged(derivation: derivation).json)
            ], to: "idea", expecting: .any)
        let merge = try await session.merge("idea", into: .main)
        #expect(merge.conflicts.map(\.reason) == [.seenDifferently])
        #expect(merge.conflicts.first?.bases.count == 2)
        try await session.close()
    }

    @Test func `behind a change that was erased nobody knows what a file was`() async throws {
        let scratch = try Scratch()
        let session = try await imported(scratch)
        let difference = try await session.difference(from: before, to: .named(.main))
        let first = try #require(difference.files.first { $0.path == Self.path }?.new?.revision)
        let plan = try await session.planRedaction(of: [.revision(first, on: .main)])
        try await session.redact(plan, reason: "x", by: .user("ana"))
        let seen = try await session.sighting(of: Self.path("conf.ini"), at: before)
        #expect(seen?.size == nil && seen?.reasonUnknown?.contains("erased") == true)
        try await session.close()
    }

    @Test func `a part that was read later does not hide the whole`() async throws {
        var lines = ToolLines()
        lines.prompt("Read")
        lines.read("lib.py", Self.original)
        lines.read("lib.py", "    return 1", from: 2, of: 6)
        lines.edit("empty.py", "", "print()\n", original: "")
        let scratch = try Scratch()
        let session = try await imported(scratch, lines.lines)
        let seen = try await session.sighting(of: Self.path, at: .named(.main))
        #expect(seen?.size == Self.original.utf8.count)
        // An edit of nothing makes the file.
        let difference = try await session.difference(
            from: .revision(0, on: .main), to: .named(.main))
        #expect(difference.files.map(\.kind) == [.added])
        try await session.close()
    }
}
