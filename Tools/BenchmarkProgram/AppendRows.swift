import Generators
import SessionStore

/// Appends against the bare insert of the same bytes.
struct AppendRows: Sendable {
    let workplace: Workplace
    private let rounds = 9

    func draft(_ text: String) -> EventDraft { .prompt(text, by: .user("ana")) }

    private func texts(_ count: Int, bytes: Int) -> [String] {
        var workload = Workload(seed: 1)
        return (0..<count).map { _ in workload.text(bytes - 12) }
    }

    /// One durable event of 1 KB.
    func single() async throws -> Row {
        let texts = texts(1500, bytes: 1024)
        let result = try await paired(rounds: rounds) {
            let session = try await Session.create(at: workplace.fresh(".session"))
            let time = try await seconds {
                for text in texts {
                    try await session.append([draft(text)], to: .main, expecting: .any)
                }
            }
            try await session.close()
            return time / Double(texts.count)
        } _: {
            let bare = BareSQLite(workplace.fresh(".db"))
            let bodies = texts.map { draft($0).body.bytes }
            return await seconds { for body in bodies { bare.insert(body) } } / Double(texts.count)
        }
        let lines = try BareLines(workplace.fresh(".jsonl"))
        let time = try await seconds { for text in texts { try lines.append(Array(text.utf8)) } }
        return Row(
            "append, one durable event of 1 KB",
            "\(micro(result.ours)) (bare \(micro(result.baseline)), a line of JSON "
                + "\(micro(time / Double(texts.count))))",
            result.ratio, .atMost(1.3), "× the time of the bare insert")
    }

    /// Batches of 1,000.
    func batches(bytes: Int, atLeast goal: Double) async throws -> Row {
        let texts = texts(1000, bytes: bytes)
        let result = try await paired(rounds: rounds) {
            let session = try await Session.create(at: workplace.fresh(".session"))
            let drafts = texts.map { draft($0) }
            let time = try await seconds {
                for _ in 0..<5 { try await session.append(drafts, to: .main, expecting: .any) }
            }
            try await session.close()
            return time / 5000
        } _: {
            let bare = BareSQLite(workplace.fresh(".db"))
            let bodies = texts.map { draft($0).body.bytes }
            return await seconds {
                for _ in 0..<5 {
                    bare.run("BEGIN")
                    for body in bodies { bare.insert(body) }
                    bare.run("COMMIT")
                }
            } / 5000
        }
        return Row(
            "append in batches of 1,000, \(bytes / 1024) KB an event",
            "\(micro(result.ours)) (bare \(micro(result.baseline))) an event",
            1 / result.ratio, .atLeast(goal), "× the rate of the bare loop")
    }

    /// 32 tasks that append at the same time, against one.
    func concurrent() async throws -> Row {
        let texts = texts(64, bytes: 1024)
        let result = try await paired(rounds: rounds) {
            let session = try await Session.create(at: workplace.fresh(".session"))
            let time = try await seconds {
                try await withThrowingTaskGroup { group in
                    for _ in 0..<32 {
                        group.addTask {
                            for text in texts {
                                try await session.append([draft(text)], to: .main, expecting: .any)
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            try await session.close()
            return Double(32 * texts.count) / time
        } _: {
            let session = try await Session.create(at: workplace.fresh(".session"))
            let time = try await seconds {
                for text in texts {
                    try await session.append([draft(text)], to: .main, expecting: .any)
                }
            }
            try await session.close()
            return Double(texts.count) / time
        }
        return Row(
            "32 concurrent appenders, durable",
            "\(Int(result.ours)) events/s (one: \(Int(result.baseline)))",
            result.ratio, .atLeast(8), "× one appender")
    }
}

func micro(_ seconds: Double) -> String { "\(Int((seconds * 1e6).rounded())) µs" }
