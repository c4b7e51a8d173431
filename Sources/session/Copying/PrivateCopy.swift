import Foundation
import SessionStore

/// A copy of a session in which something is tried out, and which is gone afterwards.
enum PrivateCopy {
    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    /// Runs `body` on a copy of what is in the session now. The copy goes when `body` is through,
    /// and when the process is told to end.
    static func use<Result>(
        of session: Session, _ body: (Session) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "session-copy-\(UUID().uuidString)").path
        try create(folder)
        let sources = watch(folder)
        defer {
            try? FileManager.default.removeItem(atPath: folder)
            for (number, source) in zip(signals, sources) {
                source.cancel()
                signal(number, SIG_DFL)
            }
        }
        let path = folder + "/copy.session"
        try await session.save(to: path)
        return try await SessionFile.open(path, .readWrite, body)
    }

    private static func create(_ folder: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw SessionError(
                .noPermission, "\(folder) cannot be made, where the merge is tried out",
                hint: "Set TMPDIR to a folder that you can write.", cause: error)
        }
    }

    private static func watch(_ folder: String) -> [any DispatchSourceSignal] {
        signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                try? FileManager.default.removeItem(atPath: folder)
                signal(number, SIG_DFL)
                kill(getpid(), number)
            }
            source.resume()
            return source
        }
    }
}
