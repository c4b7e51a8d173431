import Dispatch
import Foundation
import Synchronization

/// Ends work that would go on for ever, in good order: when the user says so, or when nobody reads
/// what it writes.
enum Interruption {
    private static let signals = [SIGINT, SIGTERM]

    /// Runs `body` and cancels it at Ctrl-C, at a request to end, and when the reader of a pipe
    /// goes away. None of these is an error. What does not end then, because nobody takes what it
    /// writes, is ended by the signal after a second.
    static func ends(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        let isOver = Atomic<Bool>(false)
        let sources = signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler {
                continuation.yield()
                DispatchQueue.global().asyncAfter(deadline: .now() + 1) {
                    guard !isOver.load(ordering: .acquiring) else { return }
                    signal(number, SIG_DFL)
                    if !takesOutput { kill(getpid(), number) }
                }
            }
            source.resume()
            return source
        }
        defer {
            isOver.store(true, ordering: .releasing)
            for source in sources { source.cancel() }
        }
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

    /// Whether a write to the output would not have to wait.
    private static var takesOutput: Bool {
        var output = pollfd(fd: 1, events: Int16(POLLOUT), revents: 0)
        return poll(&output, 1, 0) != 0
    }
}
