import Foundation
import SessionAnswers
import SessionStore

/// A copy of a session in which something is tried out, and which is gone afterwards.
enum PrivateCopy {
    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    /// Runs `body` on a copy of what is in the session now. The copy goes when `body` is through,
    /// and when the process is told to end; where it was killed, with the next copy.
    static func use<Result>(
        of session: Session, _ body: (Session) async throws -> Result
    ) async throws -> Result {
        let folder = try PrivateFolder.temporary()
        let sources = watch(folder)
        defer {
            folder.remove()
            for (number, source) in zip(signals, sources) {
                source.cancel()
                signal(number, SIG_DFL)
            }
        }
        return try await session.withCopy(in: folder, body)
    }

    private static func watch(_ folder: PrivateFolder) -> [any DispatchSourceSignal] {
        signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                folder.remove()
                signal(number, SIG_DFL)
                kill(getpid(), number)
            }
            source.resume()
            return source
        }
    }
}
