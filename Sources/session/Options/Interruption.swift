import Dispatch
import Foundation

/// Ends work that would go on for ever, in good order: when the user says so, or when nobody reads
/// what it writes.
enum Interruption {
    private static let signals = [SIGINT, SIGTERM]

    /// Runs `body` and cancels it at Ctrl-C, at a request to end, and when the reader of a pipe
    /// goes away. None of these is an error.
    static func ends(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        let sources = signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
        defer { for source in sources { source.cancel() } }
        Thread.detachNewThread {
            var output = pollfd(fd: 1, events: 0, revents: 0)
            while poll(&output, 1, -1) < 0, errno == EINTR {}
            continuation.yield()
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in stream { return } }
            group.addTask { try await body() }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}
