import Foundation
internal import Platform
internal import SessionModel

/// A folder of sessions, and the one rule for what is one: an ordinary file whose name ends with
/// `.session`. Hidden files do not count, nor does what lies in hidden folders; links do not
/// either, for what they lead to lies elsewhere.
///
/// ```swift
/// let folder = SessionFolder("sessions")
/// for file in try folder.files() { print(folder.path(of: file)) }
/// ```
public struct SessionFolder: Sendable, Hashable {
    /// What a session's file name ends with.
    public static let ending = ".session"

    /// As it was given: absolute, or from the working folder.
    public let path: String

    /// Nothing is read yet, and the folder need not be there.
    public init(_ path: String) { self.path = path }

    /// The sessions in it by their paths below it, in the order of these.
    ///
    /// - Parameter isRecursive: whether those in folders below count, too.
    /// - Throws: ``SessionError/Code/fileNotFound``; `invalidInput` where it is no folder;
    ///   `noPermission`. What the files hold is not looked at.
    public func files(isRecursive: Bool = false) throws -> [String] {
        try check()
        return try names(isRecursive).filter { Self.isName($0) }.sorted()
            .filter { FileSystem.facts(of: path(of: $0)) != nil }
    }

    private func names(_ isRecursive: Bool) throws -> [String] {
        do {
            return isRecursive
                ? try FileManager.default.subpathsOfDirectory(atPath: path)
                : try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw unreadable(error)
        }
    }

    /// Asks whether there is such a folder, and nothing of what is in it.
    ///
    /// - Throws: as ``files(isRecursive:)`` does.
    public func check() throws {
        switch FileSystem.kind(of: path) {
        case .folder:
            guard FileSystem.canRead(path) else { throw unreadable(nil) }
        case .missing:
            throw SessionError(
                .fileNotFound, "there is no folder \(path)",
                hint: "Give the folder that the sessions are in.")
        case .file, .link, .other:
            throw SessionError(
                .invalidInput, "\(path) is a file, not a folder",
                hint: "See what a session shows: \(.preview(path: path))")
        }
    }

    package func unreadable(_ cause: (any Error)?) -> SessionError {
        SessionError(
            .noPermission, "the folder \(path) cannot be read",
            hint: "Check who may read it (ls -ld).", cause: cause)
    }

    /// Whether there is a session in it.
    package var hasSessions: Bool {
        FileSystem.names(in: path).contains {
            Self.isName($0) && FileSystem.facts(of: path(of: $0)) != nil
        }
    }

    /// Where a session lies that ``files(isRecursive:)`` names; in the folder `.` the name alone.
    public func path(of file: String) -> String {
        path == "." ? file : path + (path.hasSuffix("/") ? "" : "/") + file
    }

    /// Whether an ordinary file of this name counts, which may be a path below the folder.
    package static func isName(_ file: String) -> Bool {
        file.hasSuffix(ending) && !file.hasPrefix(".") && !file.contains("/.")
    }
}
