internal import Foundation
internal import SessionFormats
internal import SessionIndex
public import SessionStore

extension Session {
    /// Opens a session, hands it to `body`, and closes it whatever happens, so that the file stands
    /// alone afterwards. What is erased in it is taken out of its folder's index, too.
    ///
    /// ```swift
    /// let info = try await Session.use("parser.session") { try await $0.info() }
    /// ```
    ///
    /// - Parameter whileWaiting: see ``SessionOptions/whileWaiting``.
    /// - Throws: what opening and closing it throw, ``SessionError/Code/notASession`` where there
    ///   is a folder, and what `body` throws.
    public static func use<Result>(
        _ path: String, _ mode: Session.Mode = .readOnly,
        whileWaiting: @escaping @Sendable () -> Void = {},
        _ body: (Session) async throws -> Result
    ) async throws -> Result {
        try refuseFolder(path)
        let session: Session
        do {
            var options = SessionOptions.updatingIndexes
            options.whileWaiting = whileWaiting
            session = try await Session.open(path, mode: mode, options: options)
        } catch let error as SessionError where error.code == .notASession {
            throw transcript(path) ?? error
        }
        let result: Result
        do {
            result = try await body(session)
        } catch {
            try? await session.close()
            throw error
        }
        try await session.close()
        return result
    }

    /// What to do about a transcript that was given where a session is asked for; nil: it is none.
    private static func transcript(_ path: String) -> SessionError? {
        guard let file = FileHandle(forReadingAtPath: path),
            let beginning = try? file.read(upToCount: 64 << 10),
            let format = TranscriptFormat.detect(Array(beginning))
        else { return nil }
        return SessionError(
            .notASession, "\(path) is a transcript (\(format.title)), and no session yet",
            hint: "Make one of it: \(.importFile(path))")
    }

    private static func refuseFolder(_ path: String) throws {
        guard SessionFolder.isFolder(path) else { return }
        throw SessionError(
            .notASession, "\(path) is a directory, and a session is a file",
            hint: "See what is in it: \(.listFolder(path))")
    }

    /// Opens one of several sessions for reading; an error says which one it is about.
    public static func useOne<Result>(
        _ path: String, _ body: (Session) async throws -> Result
    ) async throws -> Result {
        do {
            return try await use(path, .readOnly, body)
        } catch let error as SessionError {
            throw error.about(path)
        }
    }
}

extension SessionError {
    /// The same error, saying which of several files it is about.
    public func about(_ file: String) -> SessionError {
        message.contains(file)
            ? self : SessionError(code, "\(file): \(message)", hint: hint, cause: cause)
    }
}

extension SessionError.Code {
    /// A path given in short fits several files: write more of it.
    public static let ambiguousPath = Self("ambiguousPath", .invalid)
}
