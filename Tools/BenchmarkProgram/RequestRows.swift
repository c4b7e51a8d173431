import Foundation
import Generators
import SessionStore

/// Requests to models, given as raw bytes.
struct RequestRows: Sendable {
    let workplace: Workplace
    private let turns = 1000

    /// What 1,000 requests add to a session that holds the messages.
    func requests() async throws -> Row {
        let (with, without) = (workplace.fresh(".session"), workplace.fresh(".session"))
        let raw = try await write(with, requests: true, edits: false)
        _ = try await write(without, requests: false, edits: false)
        let size = Workplace.size(with) - Workplace.size(without)
        return Row(
            "disk, 1,000 requests of up to 100 messages, beyond the messages",
            "\(raw / 1_000_000) MB given; the messages alone \(Workplace.size(without) / 1000) KB",
            Double(size) / 1e6, .atMost(1), "MB")
    }

    /// Messages, file versions and requests together.
    func everything() async throws -> Row {
        let path = workplace.fresh(".session")
        let raw = try await write(path, requests: true, edits: true)
        return Row(
            "disk, 1,000 turns of an agent, everything", "\(raw / 1_000_000) MB given",
            Double(Workplace.size(path)) / 1e6, .atMost(6), "MB")
    }

    /// How fast requests are recorded that repeat a conversation which is all in the log.
    func speed() async throws -> Row {
        let session = try await Session.create(
            at: workplace.fresh(".session"), options: SessionOptions(durability: .relaxed))
        var conversation = AgentConversation(seed: 12)
        var speeds: [Double] = []
        var sizes: [Double] = []
        for number in 0..<200 {
            let turn = conversation.turn()
            try await session.append([turn.prompt], to: .main, expecting: .any)
            let time = try await seconds {
                try await session.recordRequest(turn.request, on: .main, by: .user("agent"))
            }
            if number >= 100 {
                speeds.append(Double(turn.request.count) / 1e6 / time)
                sizes.append(Double(turn.request.count))
            }
            try await session.append(turn.answers, to: .main, expecting: .any)
        }
        try await session.close()
        return Row(
            "recording a request that repeats what the log holds",
            "\(Int(median(sizes) / 1000)) KB each, the commit included, fsync not",
            median(speeds), .atLeast(150), "MB/s")
    }

    /// The same by the command, a process for each: late in a conversation against early.
    func processes() async throws -> Row? {
        guard CommandProcess.isBuilt else { return nil }
        let path = workplace.fresh(".session")
        try await Session.create(at: path).close()
        var conversation = AgentConversation(seed: 13)
        let early = try await processTime(path, &conversation, after: 60)
        let late = try await processTime(path, &conversation, after: 420)
        return Row(
            "record-request as a process, turn 500 to turn 80",
            "\(Int((early * 1000).rounded())) ms and \(Int((late * 1000).rounded())) ms",
            late / early, .atMost(1.2), "×")
    }

    /// The median over 20 requests that follow so many turns.
    private func processTime(
        _ path: String, _ conversation: inout AgentConversation, after turns: Int
    ) async throws -> Double {
        var times: [Double] = []
        let file = workplace.fresh(".json")
        for number in 0..<turns + 20 {
            let turn = conversation.turn()
            try await Session.use(path, .readWrite) {
                _ = try await $0.append([turn.prompt], to: .main, expecting: .any)
            }
            if number < turns {
                try await Session.use(path, .readWrite) {
                    _ = try await $0.recordRequest(turn.request, on: .main, by: .user("agent"))
                }
            } else {
                try Data(turn.request).write(to: URL(filePath: file))
                times.append(
                    try await seconds { try CommandProcess.run(["record-request", path, file]) })
            }
            try await Session.use(path, .readWrite) {
                _ = try await $0.append(turn.answers, to: .main, expecting: .any)
            }
        }
        return median(times)
    }

    private func write(_ path: String, requests: Bool, edits: Bool) async throws -> Int {
        let session = try await Session.create(at: path)
        var conversation = AgentConversation(seed: 11)
        var raw = 0
        for _ in 0..<turns {
            let turn = conversation.turn()
            raw += turn.messageBytes
            try await session.append([turn.prompt], to: .main, expecting: .any)
            if requests {
                raw += turn.request.count
                try await session.recordRequest(
                    turn.request, on: .main, by: .user("agent"))
            }
            try await session.append(turn.answers, to: .main, expecting: .any)
            if edits {
                raw += turn.edit.content?.count ?? 0
                try await session.append([turn.edit], to: .main, expecting: .any)
            }
        }
        try await session.close()
        return raw
    }
}
