/// What the operating system refused, and why.
package struct SystemError: Error, CustomStringConvertible {
    package enum Code: Sendable {
        case fileNotFound, fileExists, noPermission, diskFull, tooManyFiles, ioFailed
    }

    package let code: Code
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }

    /// What went wrong with the last call, as `errno` tells it now.
    ///
    /// - Parameter what: the beginning of the message, such as `a.txt cannot be opened`.
    package static func last(_ what: String) -> SystemError {
        SystemError(code(of: errno), "\(what): \(String(cString: strerror(errno)))")
    }

    private static func code(of number: Int32) -> Code {
        switch number {
        case EACCES, EPERM, EROFS: .noPermission
        case ENOSPC, EDQUOT: .diskFull
        case ENOENT: .fileNotFound
        case EMFILE, ENFILE: .tooManyFiles
        default: .ioFailed
        }
    }
}
