internal import Foundation
internal import SessionStore

/// The sessions below a folder of data, or a backup of one, by their paths below it: the projects'
/// logs, their sessions, and those that were deleted and can be restored.
struct BackupFiles: Sendable {
    let root: String

    static let projects = "projects"
    static let bin = ".deleted"

    func path(_ file: String) -> String { "\(root)/\(file)" }

    /// In their order.
    ///
    /// - Throws: ``SessionError/Code/fileNotFound`` where there is no such folder.
    func all() throws -> [String] {
        try SessionFolder(path(Self.projects)).check()
        return try folders.flatMap { folder in
            try SessionFolder(path(folder)).files().map { "\(folder)/\($0)" }
        }.sorted()
    }

    /// Where sessions lie.
    private var folders: [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: path(Self.projects))
        let projects = (names ?? []).filter { !$0.hasPrefix(".") }
            .map { "\(Self.projects)/\($0)" }
        return ([Self.projects] + projects + projects.map { "\($0)/\(Self.bin)" })
            .filter { Self.isFolder(path($0)) }
    }

    /// Removes what is hidden beside the sessions: what a killed run left of copies in work, and an
    /// index that whoever listed a folder has made, which would keep what is erased.
    func removeHidden() {
        for folder in folders.map({ path($0) }) {
            let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
            for name in names ?? []
            where name.hasPrefix(".") && !Self.isFolder("\(folder)/\(name)") {
                try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
            }
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        let type = try? FileManager.default.attributesOfItem(atPath: path)[.type]
        return type as? FileAttributeType == .typeDirectory
    }

    // MARK: Paths

    /// Whether a text is a path that ``all()`` could give: one from a damaged or forged
    /// ``BackupManifest`` leads nowhere else.
    static func isPath(_ text: String) -> Bool {
        var names = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if names.count == 4, names[2] == bin { names.remove(at: 2) }
        return (2...3).contains(names.count) && names[0] == projects
            && text.hasSuffix(SessionFolder.ending)
            && names.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") }
    }

    /// Whether a path names a session that was deleted.
    static func isDeleted(_ path: String) -> Bool { path.contains("/\(bin)/") }

    /// Where a session may lie now that lay at a path: there, and deleted or not, as it was not.
    static func places(of path: String) -> [String] {
        guard !isLog(path) else { return [path] }
        return [path, isDeleted(path) ? restored(path) : deleted(path)]
    }

    /// Where a deleted session lies once it is restored.
    static func restored(_ path: String) -> String { path.replacing("/\(bin)/", with: "/") }

    private static func deleted(_ path: String) -> String {
        let parts = path.split(separator: "/")
        return "\(parts[0])/\(parts[1])/\(bin)/\(parts[2])"
    }

    /// The project that a path belongs to.
    static func project(of path: String) -> String {
        let name = path.split(separator: "/")[1]
        return name.hasSuffix(SessionFolder.ending)
            ? String(name.dropLast(SessionFolder.ending.count)) : String(name)
    }

    /// Where a project's log lies.
    static func log(of project: String) -> String {
        "\(projects)/\(project)\(SessionFolder.ending)"
    }

    /// Whether a path names a project's log.
    static func isLog(_ path: String) -> Bool { path.split(separator: "/").count == 2 }

    // MARK: Times

    /// When a file changed last: of a deleted one since when it counts as that.
    static func modified(_ path: String) -> Date? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.modificationDate] as? Date
    }

    static func setModified(_ path: String, _ date: Date?) {
        guard let date else { return }
        try? FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
    }
}
