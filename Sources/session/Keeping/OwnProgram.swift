import Foundation
import SessionStore

/// This command, as it can be started again.
enum OwnProgram {
    /// Its absolute path, as it was found: a link is not followed, so that what it leads to may be
    /// replaced by a newer one.
    static func path() throws -> String {
        let name = CommandLine.arguments.first ?? ""
        let manager = FileManager.default
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let found =
            name.contains("/")
            ? name
            : folders.map { "\($0)/\(name)" }.first { manager.isExecutableFile(atPath: $0) }
        let here = URL(filePath: manager.currentDirectoryPath + "/")
        let path = (found ?? Bundle.main.executablePath).map {
            URL(filePath: $0, relativeTo: here).standardizedFileURL.path(percentEncoded: false)
        }
        guard let path, manager.isExecutableFile(atPath: path) else {
            throw SessionError(
                .fileNotFound, "it cannot be told where this command lies",
                hint: "Start it by its path.")
        }
        return path
    }
}
