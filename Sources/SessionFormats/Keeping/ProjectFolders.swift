import Foundation
internal import Platform
import SessionStore
import Synchronization

/// The folders below one, a folder a project: the sessions of one working folder stand together.
///
/// Such a folder is called like the working folder. Where another project has that name, some
/// digits follow, so that no two share one. Which project a folder is of stands in a small file in
/// it; so it may be given another name, or be moved to anywhere below the one that all are in.
///
/// ```swift
/// let kept = ProjectFolders("kept")
/// let report = try await TranscriptImport(to: .projects(kept)).run(path)
/// ```
public final class ProjectFolders: Sendable {
    /// Where they are; made when something is first put there.
    public let path: String

    private struct State {
        var folders: [Project: String] = [:]
        /// What sessions were imported from, as long as their files stay as they are.
        var sessions: [String: Sighting] = [:]
    }

    private struct Sighting: Sendable {
        let facts: FileSystem.Facts
        let mark: ImportMark?
    }

    private let state = Mutex(State())

    /// In each: whose it is (Schemas/import-1.md).
    static let markName = ".project.json"

    public init(_ path: String) {
        self.path = URL(fileURLWithPath: path).path
    }

    /// The folder of a project; nil: there is none yet.
    func folder(of project: Project) -> String? {
        let known = state.withLock { $0.folders[project] }
        if let known, Self.project(of: known) == project { return known }
        let found = look()
        state.withLock { $0.folders = found }
        return found[project]
    }

    /// The folder of a project, which is made where there is none. Two processes that ask at once
    /// get the same one.
    func make(_ project: Project) throws -> String {
        if let folder = folder(of: project) { return folder }
        let draft = "\(path)/.new-\(ProcessInfo.processInfo.processIdentifier)-\(project.ownName)"
        let manager = FileManager.default
        try manager.createDirectory(
            atPath: draft, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        defer { try? manager.removeItem(atPath: draft) }
        try Data(project.json.oneLine + [0x0A]).write(
            to: URL(fileURLWithPath: "\(draft)/\(Self.markName)"))
        for name in [project.name, project.ownName] {
            let folder = "\(path)/\(name)"
            if (try? FileSystem.publish(draft, as: folder)) != nil {
                state.withLock { $0.folders[project] = folder }
                return folder
            }
            if Self.project(of: folder) == project { return folder }
        }
        throw SessionError(
            .fileExists, "\(path)/\(project.ownName) exists, and is no folder of this project",
            hint: "Move it away: it stands where a folder for \(project.name) is to be.")
    }

    private static func project(of folder: String) -> Project? {
        let data = FileManager.default.contents(atPath: "\(folder)/\(markName)")
        return data.map { JSON(unchecked: Array($0.prefix(1 << 16))) }.flatMap { Project($0) }
    }

    /// Every folder that says whose it is. Of several of one project the first by name is it.
    private func look() -> [Project: String] {
        let root = URL(fileURLWithPath: path)
        guard
            let walk = FileManager.default.enumerator(
                at: root, includingPropertiesForKeys: [.isDirectoryKey],
                options: [.skipsHiddenFiles])
        else { return [:] }
        var folders: [String] = []
        for case let url as URL in walk {
            let isFolder = try? url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory
            if isFolder ?? false { folders.append(url.path) }
        }
        var found: [Project: String] = [:]
        for folder in folders.sorted() {
            guard let project = Self.project(of: folder), found[project] == nil else { continue }
            found[project] = folder
        }
        return found
    }

    /// The sessions, wherever they lie by now, that were imported from a transcript of this id.
    ///
    /// Cost: one look at each file's facts, and of each one that is new or changed at its mark.
    func sessions(of transcript: String, in format: String) async -> [String] {
        let folder = SessionFolder(path)
        var seen: [String: Sighting] = [:]
        let known = state.withLock { $0.sessions }
        for file in (try? folder.files(isRecursive: true)) ?? [] {
            let path = folder.path(of: file)
            guard let facts = FileSystem.facts(of: path) else { continue }
            if let old = known[path], old.facts == facts {
                seen[path] = old
                continue
            }
            guard let session = try? await Session.open(path, mode: .readOnly) else { continue }
            let mark = try? await session.closing { try await ImportMark.last(in: $0) }
            seen[path] = Sighting(facts: facts, mark: mark)
        }
        let now = seen
        state.withLock { $0.sessions = now }
        return now.filter { _, sighting in
            sighting.mark?.transcript == transcript && sighting.mark?.format == format
        }.keys.sorted()
    }
}
