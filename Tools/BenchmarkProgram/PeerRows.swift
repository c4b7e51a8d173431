import Foundation
import SessionStore
import Synchronization

/// The agent's conversation that other stores were measured with, its messages alone.
struct PeerRows: Sendable {
    let workplace: Workplace
    private let written = Written()

    /// The sessions that were written so far, by how many turns they have.
    private final class Written: Sendable {
        let paths = Mutex<[Int: String]>([:])
    }

    init(workplace: Workplace) { self.workplace = workplace }

    // MARK: The workload

    private static var script: String {
        FileManager.default.currentDirectoryPath + "/../shared/tools/peer-workload.py"
    }

    /// Has the script write its files, once.
    ///
    /// - Returns: where; nil: there is no script.
    private func workload() throws -> String? {
        guard FileManager.default.fileExists(atPath: Self.script) else { return nil }
        let folder = workplace.kept("peers")
        guard !FileManager.default.fileExists(atPath: folder + "/heldout1000.jsonl") else {
            return folder
        }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", Self.script, folder]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? folder : nil
    }

    /// The messages of so many turns; nil: there is no script.
    func turns(_ count: Int) throws -> [[[EventDraft]]]? {
        try workload().map { try Self.turns("\($0)/n\(count).jsonl") }
    }

    /// The messages of each turn: the prompt, the answer, what the tools gave.
    private static func turns(_ file: String) throws -> [[[EventDraft]]] {
        var turns: [[[EventDraft]]] = []
        for line in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n") {
            let message = try JSON(validating: Array(line.utf8))
            let kind = message["t"]?.string
            if kind == "user" { turns.append([[], [], []]) }
            let time = Timestamp(microseconds: 1_763_700_000_000_000 + turns.count * 60_000_000)
            func add(_ drafts: [EventDraft], _ part: Int) {
                turns[turns.count - 1][part] += drafts.map { $0.with(occurredAt: time) }
            }
            switch kind {
            case "user": add([.prompt(message["content"]?.string ?? "", by: .user("ana"))], 0)
            case "assistant": add([answer(message)], 1)
            case "tool_result": add([result(message)], 2)
            default: break
            }
        }
        return turns
    }

    private static func result(_ message: JSON) -> EventDraft {
        .toolResult(
            message["content"] ?? .string(""), of: message["name"]?.string ?? "",
            id: message["call_id"]?.string)
    }

    /// An answer with its calls of tools, which are part of the message.
    private static func answer(_ message: JSON) -> EventDraft {
        EventDraft(
            kind: .responseReceived, actor: .model("claude-sonnet-4-5"),
            body: .object([
                ("text", message["content"]), ("gen_ai.response.id", message["id"]),
                ("tool_calls", message["tool_calls"]),
            ]))
    }

    /// A session with the messages of so many turns, written as an agent would: each message
    /// durable before the next. Nil: the workload is not here.
    private func session(_ count: Int) async throws -> String? {
        if let known = written.paths.withLock({ $0[count] }) { return known }
        let path = workplace.kept("peers-\(count).session")
        if !FileManager.default.fileExists(atPath: path) {
            guard let messages = try turns(count)?.joined() else { return nil }
            let session = try await Session.create(at: path)
            _ = try await session.closing { session in
                for drafts in messages where !drafts.isEmpty {
                    try await session.append(drafts, to: .main, expecting: .any)
                }
            }
        }
        written.paths.withLock { $0[count] = path }
        return path
    }

    private static func load(_ session: Session) async throws -> Int {
        var size = 0
        for try await event in session.events(on: .main) { size += event.body.source.count }
        return size
    }

    // MARK: Rows

    /// What the messages take as they are written, without anything done about it later.
    func disk() async throws -> Row? {
        guard let path = try await session(1000) else { return nil }
        let copy = workplace.fresh(".session")
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        let session = try await Session.open(copy)
        let bytes = try await session.closing { session in
            _ = try await session.compact()
            return try await Self.load(session)
        }
        let compact = (Double(Workplace.size(copy)) / 1e6).short
        return Row(
            "disk, the messages of 1,000 turns",
            "of \((Double(bytes) / 1e6).short) MB; compacted \(compact) MB",
            Double(Workplace.size(path)) / 1e6, .atMost(4.7), "MB")
    }

    /// Everything that was said, read into memory.
    func loadAll() async throws -> Row? {
        guard let path = try await session(1000) else { return nil }
        var size = 0
        let times = try await times(25, path) { size = try await Self.load($0) }
        return Row(
            "load all messages of 1,000 turns",
            "\((Double(size) / 1e6).short) MB, opening included", median(times) * 1000,
            .atMost(20), "ms")
    }

    /// What a program shows first when it resumes a session.
    func lastMessages() async throws -> Row? {
        guard let path = try await session(10_000) else { return nil }
        let times = try await times(201, path) { session in
            var count = 0
            for try await _ in session.events(on: .main, order: .descending, limit: 100) {
                count += 1
            }
            precondition(count == 100, "there are fewer")
        }
        return Row(
            "the last 100 messages of 10,000 turns", "opening included", median(times) * 1000,
            .atMost(0.8), "ms")
    }

    private func times(
        _ rounds: Int, _ path: String, _ body: (Session) async throws -> Void
    ) async throws -> [Double] {
        try await Task.sleep(for: .milliseconds(300))
        var times: [Double] = []
        for _ in 0..<rounds {
            times.append(
                try await seconds {
                    let session = try await Session.open(path, mode: .readOnly)
                    try await body(session)
                    try await session.close()
                })
        }
        return times
    }
}
