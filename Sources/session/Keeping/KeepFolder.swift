import Foundation
import SessionFormats
import SessionStore

/// The folder that transcripts are kept in, checked before anything is written.
struct KeepFolder {
    /// Absolute.
    let path: String

    init(_ path: String) {
        let here = FileManager.default.currentDirectoryPath
        let url = URL(filePath: path, relativeTo: URL(filePath: here + "/")).standardizedFileURL
        let plain = url.path(percentEncoded: false)
        self.path = plain.count > 1 && plain.hasSuffix("/") ? String(plain.dropLast()) : plain
    }

    static func usual(_ folders: UserFolders) -> KeepFolder {
        KeepFolder(folders.data + "/session-store")
    }

    /// What makes a folder part of a repository.
    private static let repositories = [".git", ".jj", ".hg"]

    /// - Throws: where it lies in a tool's own folder, holds one, or is part of a repository: what
    ///   is kept would come into what others look after, or publish.
    func check(_ tools: ToolFolders) throws {
        let real = Self.resolved(path)
        for tool in tools.roots {
            let root = Self.resolved(tool)
            let isInside = Self.lies(real, in: root)
            let isAround = Self.lies(root, in: real) && Self.exists(URL(filePath: root), nil)
            guard isInside || isAround else { continue }
            let place = isInside ? "lies in" : "holds"
            throw SessionError(
                .invalidInput, "\(path) \(place) \(tool), which a tool keeps for itself",
                hint: "Name a folder beside it with --data DIR.")
        }
        var above = URL(filePath: real)
        while true {
            let names = Self.repositories.map { above.appending(path: $0) }
            let isBare = ["HEAD", "objects", "refs"].allSatisfy { Self.exists(above, $0) }
            if isBare || names.contains(where: { Self.exists($0, nil) }) {
                let name = above.path(percentEncoded: false)
                throw SessionError(
                    .invalidInput, "\(path) lies in the repository \(name)",
                    hint: "What is kept is private. Name a folder outside with --data DIR.")
            }
            let next = above.deletingLastPathComponent()
            guard above.pathComponents.count > 1, next != above else { break }
            above = next
        }
        guard !Self.exists(URL(filePath: path), nil) || SessionFolder.isFolder(path) else {
            throw SessionError(.invalidInput, "\(path) is a file, not a folder")
        }
    }

    /// Makes it, for its owner alone.
    func make() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw SessionError(.noPermission, "the folder \(path) cannot be made", cause: error)
        }
    }

    private static func exists(_ folder: URL, _ name: String?) -> Bool {
        let url = name.map { folder.appending(path: $0) } ?? folder
        return FileManager.default.fileExists(atPath: url.path(percentEncoded: false))
    }

    private static func lies(_ path: String, in folder: String) -> Bool {
        path == folder || path.hasPrefix(folder == "/" ? folder : folder + "/")
    }

    /// With every link followed, as far as the path is there.
    private static func resolved(_ path: String) -> String {
        var (url, rest) = (URL(filePath: path), [String]())
        while !exists(url, nil), url.pathComponents.count > 1 {
            rest.insert(url.lastPathComponent, at: 0)
            url = url.deletingLastPathComponent()
        }
        url = url.resolvingSymlinksInPath()
        for name in rest { url = url.appending(path: name) }
        let plain = url.path(percentEncoded: false)
        return plain.count > 1 && plain.hasSuffix("/") ? String(plain.dropLast()) : plain
    }
}
