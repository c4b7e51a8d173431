import Foundation
import SessionStore
import Testing

/// A session file and what was read of it when it was written. Every version must read it the same.
///
/// `SESSION_WRITE_GOLDEN=1 swift test --filter GoldenFileTests` writes a file for a format that has
/// none yet; a file that is there is never written again.
@Suite("Golden files of the format")
struct GoldenFileTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/format")

    /// A clock and random bytes that are the same in every run.
    private static func options() -> SessionOptions {
        SessionOptions(
            clock: { Timestamp(microseconds: 1_763_700_000_123_456) },
            random: { count in (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7 + 1) } })
    }

    private static func fill(_ session: Session) async throws {
        let lines = (1...40).map { "let value\($0) = \($0)" }
        let changed = lines.map { $0.replacing("value7 ", with: "seven ") }
        func file(_ lines: [String]) -> EventDraft {
            .file("a.swift", content: Array(lines.joined(separator: "\n").utf8), by: .tool("edit"))
        }
        let usage = TokenUsage(input: 12, output: 3, cacheRead: 5, cacheCreation: 7)
        try await session.append(
            [
                .prompt("Why does the build fail? 🙂", by: .user("ana")).with(id: "p1"),
                .response("Line 7.", by: .model("m-1"), id: "r1", usage: usage)
                    .with(cause: .batch(0)),
                .toolCall("edit", arguments: ["path": "a.swift"], id: "c1", by: .model("m-1")),
                .toolResult("done", of: "edit", id: "c1").with(cause: .batch(2)), file(lines),
                file(changed), .setting("model", "m-1", by: .user("ana")),
                EventDraft(
                    kind: EventKind(rawValue: "later.invented"), version: 3,
                    dialect: Dialect(rawValue: "other"), actor: .system, body: [1, "two"]),
            ], to: .main, expecting: .revision(2))
        try await session.fork("idea", from: .revision(4, on: .main), by: .user("bo"))
        try await session.append([.prompt("And so?", by: .user("bo"))], to: "idea", expecting: .any)
        try await session.append([.removedFile("a.swift", by: .system)], to: .main, expecting: .any)
        try await session.recordExport(format: "markdown")
    }

    /// What was merged and picked, besides.
    private static func fillMerged(_ session: Session) async throws {
        try await fill(session)
        func file(_ text: String, _ mode: String? = nil) -> EventDraft {
            .file("m.txt", content: Array(text.utf8), mode: mode, by: .tool("edit"))
        }
        try await session.append([file("1\n2\n3\n")], to: .main, expecting: .any)
        try await session.fork("plan", from: .head(of: .main), by: .user("bo"))
        try await session.append(
            [
                .prompt("Plan?", by: .user("bo")).with(id: "p2"),
                .response("So.", by: .model("m-1"), id: "r2").with(cause: .batch(0)),
                file("1\n2\nthree\n", "100755"), .setting("model", "m-2", by: .user("bo")),
            ], to: "plan", expecting: .any)
        try await session.append(
            [file("one\n2\n3\n"), .setting("model", "m-3", by: .user("ana"))], to: .main,
            expecting: .any)
        var merge = try await session.merge("plan", into: .main)
        for conflict in merge.conflicts { try merge.resolve(conflict, as: .theirs) }
        try await session.commit(merge, by: .user("ana"))
        try await session.commit(
            try await session.pick([.prompt(2, on: "plan")], onto: "idea"), by: .user("bo"))
    }

    private static func readings(_ path: String) async throws -> String {
        let session = try await Session.open(path, mode: .readOnly)
        var lines = ["id \(session.id)"]
        for try await event in session.allEvents() {
            lines.append(
                "#\(event.position) \(event.branch?.rawValue ?? "-")@\(event.revision)"
                    + " \(event.kind)"
                    + " \(event.version) \(event.dialect?.rawValue ?? "-") \(event.subject ?? "-")"
                    + " \(event.actor) \(event.occurredAt) \(event.recordedAt)"
                    + " \(event.cause ?? 0) \(event.id ?? "-") \(event.digest) \(event.body)"
                    + (event.origin.map { " origin \($0)" } ?? "")
                    + " \(event.content.map { String(decoding: $0, as: UTF8.self).count } ?? -1)")
        }
        for preview in try await session.previews() {
            lines.append("\(preview.branch) \(PreviewLine(preview))")
        }
        let findings = try await collect(session.verify())
        lines += findings.map { "finding \($0.kind) \($0.message)" }
        try await session.close()
        return lines.joined(separator: "\n") + "\n"
    }

    /// A preview's fields in a fixed form.
    private struct PreviewLine: CustomStringConvertible {
        let preview: Preview
        init(_ preview: Preview) { self.preview = preview }
        var description: String {
            "\(preview.revision) \"\(preview.title)\" \"\(preview.lastMessage)\" \(preview.prompts)"
                + " \(preview.responses) \(preview.tools.map(\.name)) \(preview.models)"
                + " \(preview.tokens.total) \(preview.fileChanges) \(preview.phase)"
        }
    }

    @Test(arguments: ["1", "1-merged"])
    func `a file of each released format is read the same for ever`(name: String) async throws {
        let file = Self.folder.appending(path: "\(name).session-golden")
        let expected = Self.folder.appending(path: "\(name).txt")
        if ProcessInfo.processInfo.environment["SESSION_WRITE_GOLDEN"] != nil,
            !FileManager.default.fileExists(atPath: file.path)
        {
            try FileManager.default.createDirectory(
                at: Self.folder, withIntermediateDirectories: true)
            try await Self.write(name, to: file.path)
            try await Self.readings(file.path).write(
                to: expected, atomically: true, encoding: .utf8)
        }
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: file.path, toPath: folder.file("golden.session"))
        let found = try await Self.readings(folder.file("golden.session"))
        #expect(found == (try String(contentsOf: expected, encoding: .utf8)))
    }

    private static func write(_ name: String, to path: String) async throws {
        let session = try await Session.create(at: path, title: "Golden", options: options())
        try await name == "1" ? fill(session) : fillMerged(session)
        try await session.close()
    }

    @Test(arguments: ["1", "1-merged"])
    func `the same events, times and salts give the same digests today`(name: String) async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("new.session")
        try await Self.write(name, to: path)
        let expected = Self.folder.appending(path: "\(name).txt")
        #expect(
            try await Self.readings(path) == (try String(contentsOf: expected, encoding: .utf8)))
    }
}
