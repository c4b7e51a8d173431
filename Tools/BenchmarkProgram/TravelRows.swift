import Foundation
import Generators
import SessionStore
import Synchronization

/// Reading sessions of 1,000 to 1,000,000 events.
struct TravelRows: Sendable {
    let workplace: Workplace
    private let written = Written()

    /// The sessions that were written so far, by how many events they have.
    private final class Written: Sendable {
        let sessions = Mutex<[Int: LargeSession]>([:])
    }

    init(workplace: Workplace) { self.workplace = workplace }

    private func session(_ events: Int) async throws -> LargeSession {
        if let known = written.sessions.withLock({ $0[events] }) { return known }
        let done = try await LargeSession.make(workplace.kept("large-\(events).session"), events)
        written.sessions.withLock { $0[events] = done }
        return done
    }

    /// Opening a file and showing its preview.
    func open(events: Int) async throws -> Row {
        let large = try await session(events)
        var times: [Double] = []
        for _ in 0..<30 {
            times.append(
                try await seconds {
                    let session = try await Session.open(large.path, mode: .readOnly)
                    _ = try await session.preview(at: .head(of: .main))
                    try await session.close()
                })
        }
        return Row(
            "open a session of \(events) events, show its preview",
            "\(Workplace.size(large.path) >> 10) KB on disk", median(times) * 1000, .atMost(10),
            "ms")
    }

    /// The command, its start included.
    func command(events: Int) async throws -> Row? {
        let large = try await session(events)
        guard let time = try await CommandProcess.time(["preview", large.path]) else { return nil }
        return Row(
            "the same, by the command, \(events) events", "process start included", time * 1000,
            .atMost(60), "ms")
    }

    /// An append, a fork and an opening of a log of `events` events against those of `base`, the
    /// slowest of the three.
    func growth(_ events: Int, from base: Int) async throws -> Row {
        var ratios: [[Double]] = [[], [], []]
        var last: [Double] = []
        for _ in 0..<3 {
            last = try await writeTimes(events)
            for (index, small) in try await writeTimes(base).enumerated() {
                ratios[index].append(last[index] / small)
            }
        }
        return Row(
            "append, fork, open: a log of \(events) events",
            "append \(micro(last[0])), fork \(micro(last[1])), open \(micro(last[2]))",
            ratios.map { median($0) }.max() ?? .nan, .atMost(1.5),
            "× the time of \(base), the slowest of the three")
    }

    private func writeTimes(_ events: Int) async throws -> [Double] {
        let path = workplace.fresh(".session")
        try FileManager.default.copyItem(atPath: try await session(events).path, toPath: path)
        var opens: [Double] = []
        for _ in 0..<20 {
            opens.append(
                try await seconds {
                    let session = try await Session.open(path, mode: .readOnly)
                    _ = try await session.preview(at: .head(of: .main))
                    try await session.close()
                })
        }
        let session = try await Session.open(path)
        let head = try await session.resolve(.head(of: .main)).revision
        let note = EventDraft.note(String(repeating: "word ", count: 200), by: .system)
        var (appends, forks): ([Double], [Double]) = ([], [])
        for index in 0..<300 {
            appends.append(
                try await seconds {
                    try await session.append([note], to: .main, expecting: .any)
                })
            guard index % 10 == 0 else { continue }
            forks.append(
                try await seconds {
                    try await session.fork(
                        BranchName(rawValue: "growth\(index)"),
                        from: .revision(Revision(1 + (index * 7919) % head.number), on: .main))
                })
        }
        try await session.close()
        try FileManager.default.removeItem(atPath: path)
        return [median(appends), median(forks), median(opens)]
    }

    /// Preview, the last 50 messages and the list of files at random moments.
    private func travelTimes(_ events: Int) async throws -> [Double] {
        let large = try await session(events)
        let session = try await Session.open(large.path, mode: .readOnly)
        var random = Seeded(state: 5)
        var times: [Double] = []
        for _ in 0..<400 {
            let point = LargeSession.moment(&random, large.branches)
            times.append(
                try await seconds {
                    _ = try await session.preview(at: point.moment)
                    let messages = session.events(
                        on: point.branch, from: max(1, point.revision - 49),
                        through: point.revision)
                    for try await _ in messages {}
                    _ = try await session.files(at: point.moment)
                })
        }
        try await session.close()
        return times
    }

    func travel(events: Int) async throws -> Row {
        let times = try await travelTimes(events)
        return Row(
            "travel to a random moment of \(events) events",
            "preview, 50 messages, file list; median \((median(times) * 1000).short) ms",
            percentile(times, 0.99) * 1000, .atMost(10), "ms (99 %)")
    }

    func travelRatio(_ events: Int, to base: Int) async throws -> Row {
        let (large, small) = (try await travelTimes(events), try await travelTimes(base))
        return Row(
            "travel in \(events) events", "both at 99 %",
            percentile(large, 0.99) / percentile(small, 0.99), .atMost(2),
            "× the time in \(base)")
    }

    // MARK: All of it

    private static let rounds = 5

    /// Opens the session, and has `body` go through all of it, several times; the median.
    private func passes(
        _ events: Int, mode: Session.Mode = .readOnly, _ body: (Session) async throws -> Void
    ) async throws -> Double {
        let large = try await session(events)
        var times: [Double] = []
        for _ in 0..<Self.rounds {
            let session = try await Session.open(large.path, mode: mode)
            times.append(try await seconds { try await body(session) })
            try await session.close()
        }
        return median(times)
    }

    func replayHeaders(events: Int) async throws -> Row {
        var count = 0
        let time = try await passes(events) { session in
            count = 0
            for try await _ in session.allEvents(headersOnly: true) { count += 1 }
        }
        return Row(
            "replay, headers of \(events) events", "", Double(count) / time / 1e6, .atLeast(1),
            "million a second")
    }

    func replayPayload(events: Int) async throws -> Row {
        var bytes = 0
        let time = try await passes(events) { session in
            bytes = 0
            for try await event in session.allEvents() {
                bytes += event.body.range.count + (event.content?.count ?? 0)
            }
        }
        return Row(
            "replay, payloads of \(events) events", "\(bytes >> 20) MB decoded",
            Double(bytes) / time / 1e6, .atLeast(300), "MB/s")
    }

    func verify(_ scope: VerifyScope, events: Int, atLeast goal: Double) async throws -> Row {
        let session = try await Session.open(session(events).path, mode: .readOnly)
        let bytes = try await session.info().payloadSize
        try await session.close()
        let time = try await passes(events, mode: .verifying) { session in
            for try await finding in session.verify(scope) {
                throw SessionError(.damaged, finding.message)
            }
        }
        let what = scope == .chain ? "the chain alone" : "with all folds"
        return Row(
            "verify, \(what), \(events) events", "\(bytes >> 20) MB of payload",
            Double(bytes) / time / 1e6, .atLeast(goal), "MB/s")
    }

    /// What the command needs at most to verify, replay and travel.
    func memory(events: Int) async throws -> Row? {
        guard CommandProcess.isBuilt else { return nil }
        let large = try await session(events)
        var most = 0
        for arguments in [
            ["verify", large.path], ["replay", large.path, "--speed", "instant"],
            ["state", large.path, "main~100"],
        ] {
            most = max(most, try await CommandProcess.peak(arguments))
        }
        return Row(
            "memory to verify, replay and travel, \(events) events", "the command, at its peak",
            Double(most) / 1024, .atMost(100), "MB")
    }
}
