internal import Foundation
internal import Platform

/// The repository that a folder is part of, so that worktrees of one stand together in a list.
enum Repository {
    /// The main folder of the repository: the folder above that has `.git` in it, or the one that a
    /// worktree's file `.git` leads to. A folder that is not here, such as one on another machine,
    /// is told by where tools put worktrees; any other one stands for itself.
    static func of(_ folder: String) -> String {
        var folder = folder
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        return marked(folder) ?? conventional(folder) ?? folder
    }

    private static func marked(_ folder: String) -> String? {
        var above = folder
        while above.hasPrefix("/"), above != "/" {
            let mark = above + "/.git"
            switch FileSystem.kind(of: mark) {
            case .folder: return above
            case .file: return main(ofWorktree: mark) ?? above
            default: above = FileSystem.folder(of: above)
            }
        }
        return nil
    }

    /// What a worktree's file says: `gitdir: MAIN/.git/worktrees/NAME`
    /// (<https://git-scm.com/docs/gitrepository-layout>).
    private static func main(ofWorktree mark: String) -> String? {
        guard let handle = FileHandle(forReadingAtPath: mark) else { return nil }
        defer { try? handle.close() }
        guard let bytes = try? handle.read(upToCount: 4096),
            let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first,
            line.hasPrefix("gitdir: "), let end = line.range(of: "/.git/worktrees/")
        else { return nil }
        return String(line[..<end.lowerBound].dropFirst("gitdir: ".count))
    }

    private static let places = ["/.claude/worktrees/", "/.worktrees/", "/.git/worktrees/"]

    private static func conventional(_ folder: String) -> String? {
        for place in places {
            if let range = folder.range(of: place) { return String(folder[..<range.lowerBound]) }
        }
        return nil
    }
}
