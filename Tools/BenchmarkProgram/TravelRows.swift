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
        let command = FileManager.default.currentDirectoryPath + "/.build/release/session"
        guard FileManager.default.isExecutableFile(atPath: command) else { return nil }
        let large = try await session(events)
        var times: [Double] = []
        for _ in 0..<15 {
            times.append(
                try await seconds {
                    let process = Process()
                    process.executableURL = URL(filePath: command)
                    process.arguments = ["preview", large.path]
                    process.standardOutput = FileHandle.nullDevice
                    try process.run()
                    process.waitUntilExit()
                })
        }
        return Row(
            "the same, by the command, \(events) events", "process start included",
            median(times) * 1000, .atMost(60), "ms")
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

    func replayHeaders(events: Int) async throws -> Row {
        let large = try await session(events)
        let session = try await Session.open(large.path, mode: .readOnly)
        var count = 0
        let time = try await seconds {
            for try await _ in session.allEvents(headersOnly: true) { count += 1 }
        }
        try await session.close()
        return Row(
            "replay, headers of \(events) events", "", Double(count) / time / 1e6, .atLeast(1),
            "million a second")
    }

    func replayPayload(events: Int) async throws -> Row {
        let large = try await session(events)
        let session = try await Session.open(large.path, mode: .readOnly)
        var bytes = 0
        let time = try await seconds {
            for try await event in session.allEvents() {
                bytes += event.body.range.count + (event.content?.count ?? 0)
            }
        }
        try await session.close()
        return Row(
            "replay, payloads of \(events) events", "\(bytes >> 20) MB decoded",
            Double(bytes) / time / 1e6, .atLeast(300), "MB/s")
    }

    func verify(events: Int) async throws -> Row {
        let large = try await session(events)
        let session = try await Session.open(large.path, mode: .verifying)
        let bytes = try await session.info().payloadSize
        let time = try await seconds {
            for try await finding in session.verify() {
                throw SessionError(.damaged, finding.message)
            }
        }
        try await session.close()
        return Row(
            "verify with all folds, \(events) events", "\(bytes >> 20) MB of payload",
            Double(bytes) / time / 1e6, .atLeast(80), "MB/s")
    }

    /// What this process has needed at most so far.
    func memory() -> Row {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        let kilobytes = line.split(separator: " ").compactMap { Int($0) }.first ?? 0
        return Row(
            "memory of this process at most", "", Double(kilobytes) / 1024, .atMost(200), "MB")
    }
}
