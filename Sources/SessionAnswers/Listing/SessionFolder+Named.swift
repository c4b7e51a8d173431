internal import Foundation
public import SessionStore

extension SessionFolder {
    /// The sessions that names of files and of folders stand for: a folder for all that count as
    /// sessions of it. In the order given, each once.
    ///
    /// - Throws: what ``files(isRecursive:)`` does of a folder that cannot be read.
    public static func files(named names: [String]) throws -> [String] {
        var files: [String] = []
        for name in names {
            guard isFolder(name) else {
                files.append(name)
                continue
            }
            let folder = SessionFolder(name)
            files += try folder.files().map { folder.path(of: $0) }
        }
        var seen: Set<String> = []
        return files.filter { seen.insert($0).inserted }
    }

    /// Whether there is a folder at a path, or a link to one.
    public static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            && isFolder.boolValue
    }
}
