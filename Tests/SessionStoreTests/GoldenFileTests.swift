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

    @Test func `a file of each released format is read the same for ever`() async throws {
        let file = Self.folder.appending(path: "1.session-golden")
        let expected = Self.folder.appending(path: "1.txt")
        if ProcessInfo.processInfo.environment["SESSION_WRITE_GOLDEN"] != nil,
            !FileManager.default.fileExists(atPath: file.path)
        {
            try FileManager.default.createDirectory(
                at: Self.folder, withIntermediateDirectories: true)
            let session = try await Session.create(
                at: file.path, title: "Golden", options: Self.options())
            try await Self.fill(session)
            try await session.close()
            try await Self.readings(file.path).write(
                to: expected, atomically: true, encoding: .utf8)
        }
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: file.path, toPath: folder.file("golden.session"))
        let found = try await Self.readings(folder.file("golden.session"))
        #expect(found == (try String(contentsOf: expected, encoding: .utf8)))
    }

    @Test func `the same events, times and salts give the same digests today`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("new.session")
        let session = try await Session.create(at: path, title: "Golden", options: Self.options())
        try await Self.fill(session)
        try await session.close()
        let expected = Self.folder.appending(path: "1.txt")
        #expect(
            try await Self.readings(path) == (try String(contentsOf: expected, encoding: .utf8)))
    }
}
