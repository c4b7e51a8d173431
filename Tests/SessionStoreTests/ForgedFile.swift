import SessionStore
import Testing

/// What `verify` finds in a file, or the error that it gives instead.
func findings(_ path: String) async -> [String] {
    do {
        let session = try await Session.open(path, mode: .verifying)
        let found = try await collect(session.verify()).map(\.message)
        try await session.close()
        return found
    } catch {
        return ["\(error)"]
    }
}

/// A session with something of everything, and so long that there are snapshots.
enum ForgedSession {
    static let bytes = Task { try await make() }

    private static func make() async throws -> [UInt8] {
        let folder = try TemporaryFolder()
        let session = try await Session.create(at: folder.file("a.session"), title: "Small")
        let lines = (1...40).map { "line \($0)" }
        func file(_ changed: Int) -> EventDraft {
            let text = lines.map { $0 == "line \(changed)" ? "changed" : $0 }
            return .file(
                "a.txt", content: Array(text.joined(separator: "\n").utf8), by: .tool("edit"))
        }
        let usage = TokenUsage(input: 9, output: 3, cacheRead: 2, cacheCreation: 1)
        try await session.append(
            [
                .prompt("Why does the build fail?", by: .user("ana")).with(id: "p1"),
                .response("Line 7.", by: .model("m-1"), id: "r1", usage: usage)
                    .with(cause: .batch(0)),
                file(3), .setting("model", "m-1", by: .user("ana")),
            ], to: .main, expecting: .any)
        try await session.append([file(5), file(7)], to: .main, expecting: .any)
        try await session.append(
            (0..<330).map { .note("note \($0)", by: .user("ana")) }, to: .main, expecting: .any)
        try await session.fork("idea", from: .revision(6, on: .main))
        try await session.append(
            [.prompt("And so?", by: .user("bo")), file(9)], to: "idea", expecting: .any)
        try await session.tag("v1", at: .revision(5, on: .main))
        try await session.close()
        return try folder.bytes("a.session")
    }
}
