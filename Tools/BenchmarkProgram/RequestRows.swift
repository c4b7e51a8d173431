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
