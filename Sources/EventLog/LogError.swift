package import Platform
package import SessionTerms

/// What the log has to say when it cannot do what was asked. Callers turn it into their own error.
package struct LogError: Error, CustomStringConvertible {
    package enum Code: Sendable {
        case fileNotFound, fileExists, logLeft, notASession, newerFormat, damaged, corruptPayload
        case readOnly, noPermission, diskFull, busy, ioFailed, noMemory, closed, fileGone
        case severalNames, tooManyFiles, tooLarge, invalidSQL, refusedSQL, limitReached
    }

    package let code: Code
    package let message: String
    /// The event that it is about.
    package let position: Position?

    package init(_ code: Code, _ message: String, position: Position? = nil) {
        self.code = code
        self.message = message
        self.position = position
    }

    package var description: String { message }

    /// Whether something of the file is damaged, and not the way to it.
    package var isDamage: Bool { code == .damaged || code == .corruptPayload }

    /// What `body` gives; nil where what it reads is damaged.
    package static func unlessDamaged<Result>(_ body: () throws -> Result?) throws -> Result? {
        do {
            return try body()
        } catch let error as LogError where error.isDamage {
            return nil
        }
    }

    static let closed = LogError(.closed, "the session is closed")

    static func damaged(_ message: String, at position: Position? = nil) -> LogError {
        LogError(.damaged, message, position: position)
    }

    static func corrupt(_ message: String, at position: Position) -> LogError {
        LogError(.corruptPayload, message, position: position)
    }

    /// What the operating system said to the last call.
    static func system(_ what: String) -> LogError { LogError(SystemError.last(what)) }
}

extension LogError {
    /// What the operating system refused.
    package init(_ error: SystemError) {
        let code: Code =
            switch error.code {
            case .fileNotFound: .fileNotFound
            case .fileExists: .fileExists
            case .noPermission: .noPermission
            case .diskFull: .diskFull
            case .tooManyFiles: .tooManyFiles
            case .ioFailed: .ioFailed
            }
        self.init(code, error.message)
    }
}
