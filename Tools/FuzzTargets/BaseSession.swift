import Foundation
import SessionStore

/// The sessions that the file target begins with: the same in every run, with something of
/// everything in them.
enum BaseSession {
    static let short = make(isLong: false)
    /// With so many events that there are snapshots.
    static let long = make(isLong: true)

    private static func make(isLong: Bool) -> Data {
        var data = Data()
        Scratch.file("session") { path in
            wait {
                let session = try await Session.create(
                    at: path, title: "Base", occurredAt: time, options: options)
                try await fill(session)
                if isLong { try await long(session) }
                try await session.close()
            }
            data = FileManager.default.contents(atPath: path) ?? data
        }
        precondition(!data.isEmpty, "the session to begin with cannot be made")
        return data
    }

    private static let time = Timestamp(microseconds: 1_763_700_000_123_456)

    /// A clock and random bytes that are the same in every run.
    private static let options = SessionOptions(
        clock: { time },
        random: { count in (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7 + 1) } },
        pageSize: 1024)

    private static func fill(_ session: Session) async throws {
        try await talk(session)
        try await edit(session)
        try await session.fork("idea", from: .revision(12, on: .main), by: .user("bo"))
        try await session.append(
            [.prompt("And so?", by: .user("bo")), file("b.txt", ["one", "two"])], to: "idea",
            expecting: .any)
        _ = try await session.tag("v1", at: .revision(9, on: .main))
        try await part(session)
        try await request(session)
        let plan = try await session.planRedaction(of: [.revision(5, on: .main)])
        _ = try await session.redact(plan, reason: "asked", by: .user("ana"))
    }

    private static func talk(_ session: Session) async throws {
        let usage = TokenUsage(input: 12, output: 3, cacheRead: 5, cacheCreation: 7)
        try await session.append(
            [
                .prompt("Why does the build fail?", by: .user("ana")).with(id: "p1"),
                .response("Line 7.", by: .model("m-1"), id: "r1", usage: usage)
                    .with(cause: .batch(0)),
                .toolCall("edit", arguments: ["path": "a.swift"], id: "c1", by: .model("m-1")),
                .toolResult("done", of: "edit", id: "c1").with(cause: .batch(2)),
            ], to: .main, expecting: .any)
    }

    /// Values that are deltas on one another.
    private static func edit(_ session: Session) async throws {
        var lines = (1...40).map { "let value\($0) = \($0)" }
        for turn in 0..<6 {
            lines[turn * 6] = "let changed\(turn) = true"
            try await session.append(
                [file("a.swift", lines), .setting("model", .number(turn), by: .user("ana"))],
                to: .main, expecting: .any)
        }
    }

    private static func file(_ path: String, _ lines: [String]) -> EventDraft {
        .file(path, content: Array(lines.joined(separator: "\n").utf8), by: .tool("edit"))
    }

    /// Two sides that meet once, and then differ again.
    private static func part(_ session: Session) async throws {
        for name: BranchName in ["plan", "other"] {
            try await session.fork(name, from: .head(of: .main), by: .user("bo"))
            try await session.append(
                [
                    .prompt("On \(name)?", by: .user("bo")),
                    file("m.txt", ["1", "2", name.rawValue]),
                    .setting("model", .string(name.rawValue), by: .user("bo")),
                ], to: name, expecting: .any)
        }
        var merge = try await session.merge("plan", into: .main)
        for conflict in merge.conflicts { try merge.resolve(conflict, as: .theirs) }
        try await session.commit(merge, by: .user("ana"))
    }

    private static func request(_ session: Session) async throws {
        let text = "Why does the build fail?"
        let body = """
            {"model":"m-1","messages":[{"role":"user","content":"\(text)"}],"max_tokens":1}
            """
        _ = try await session.recordRequest(Array(body.utf8), on: .main, by: .system)
        try await session.append(
            [.removedFile("a.swift", by: .system)], to: "idea", expecting: .any)
        try await session.recordExport(format: "markdown")
    }

    private static func long(_ session: Session) async throws {
        try await session.append(
            (1...260).map { .note("note \($0)", by: .user("ana")) }, to: .main, expecting: .any)
    }
}
