internal import Foundation
internal import SessionStore

/// A folder of its own for a file that is on its way in or out. It goes with whoever keeps this: an
/// answer with the file may never be sent.
final class Staging: Sendable {
    private let folder: String

    /// - Parameter root: the folder of the data that the file comes to, or comes from: moving it
    ///   needs no copying then, and what is in memory stays there.
    init(in root: String, _ sources: SystemSources) throws {
        folder = "\(root)/staging/\(sources.id())"
        try Projects.makeFolder(folder)
    }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// A new file, to be written.
    static func writing(to path: String) throws -> FileHandle {
        guard FileManager.default.createFile(atPath: path, contents: nil) else {
            throw SessionError(
                .ioFailed, "\(path) cannot be written",
                hint: "Look whether the disk is full (df -h).")
        }
        return try FileHandle(forWritingTo: URL(filePath: path))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// What a server that was killed left there.
    static func clear(_ root: String) {
        try? FileManager.default.removeItem(atPath: "\(root)/staging")
    }
}
