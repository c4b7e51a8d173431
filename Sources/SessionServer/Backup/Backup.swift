internal import Foundation
internal import Platform
internal import SessionStore

/// A backup of a server's data: a folder of ordinary `.session` files, as the data are one, that
/// each run brings up to date (`Schemas/project-1.md`, "A backup").
///
/// ```swift
/// let report = try await Backup(of: "data", in: "/mnt/backup").run()
/// ```
///
/// A run carries what is new: what was appended goes over as it is stored, and a session from which
/// something was erased is copied anew, so that the erasure reaches the backup. A server may run
/// over the data meanwhile, and people may write: of each session one state is taken. Killed in the
/// middle, each file is what it was or what it was to be, and the next run goes on.
public struct Backup: Sendable {
    /// The folder of the data.
    public let data: String
    /// The folder of the backup, absolute.
    public let target: String
    private let sources: SystemSources

    private var from: BackupFiles { BackupFiles(root: data) }
    private var to: BackupFiles { BackupFiles(root: target) }

    /// - Parameters:
    ///   - data: what a server keeps.
    ///   - target: a folder of its own; one that is not there is made with the first run.
    /// - Throws: ``SessionError/Code/invalidInput`` where one of the two lies in the other.
    public init(
        of data: String, in target: String, sources: SystemSources = SystemSources()
    ) throws {
        let (source, place) = (Self.resolved(data), Self.resolved(target))
        guard !(source + "/").hasPrefix(place + "/"), !(place + "/").hasPrefix(source + "/") else {
            throw SessionError(
                .invalidInput, "\(target) and \(data) lie in one another",
                hint: "Give the backup a folder of its own, best on another disk.")
        }
        self.data = data
        self.target = place
        self.sources = sources
    }

    /// The absolute path, with the links in as much of it as is there followed.
    static func resolved(_ path: String) -> String {
        var (url, missing) = (URL(filePath: path).absoluteURL.standardizedFileURL, [String]())
        while url.pathComponents.count > 1, !FileManager.default.fileExists(atPath: url.path) {
            missing.insert(url.lastPathComponent, at: 0)
            url.deleteLastPathComponent()
        }
        url.resolveSymlinksInPath()
        for name in missing { url.append(path: name) }
        return url.path.count > 1 && url.path.hasSuffix("/")
            ? String(url.path.dropLast()) : url.path
    }

    // MARK: A run

    /// Brings the backup up to date. What cannot be copied is in the report, and hinders nothing
    /// else: what was there of it stays.
    ///
    /// - Parameter progress: called with the files that were looked at, and their number.
    /// - Throws: ``SessionError/Code/fileNotFound`` where there are no data, `invalidInput` where
    ///   the target holds something else, `busy` where a run into it is under way, `noPermission`,
    ///   and `CancellationError`: what was done is done.
    /// - Cost: some seeks for each session, and what is new.
    @discardableResult
    public func run(
        progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
    ) async throws -> BackupReport {
        let names = try from.all()
        try Projects.makeFolder(target)
        guard let lock = FolderLock(target) else {
            throw SessionError(
                .busy, "another run into \(target) is under way",
                hint: "Wait until it is over.")
        }
        defer { withExtendedLifetime(lock) {} }
        let former = try former(isEmpty: names.isEmpty)
        var manifest = BackupManifest(begun: sources.clock(), target: target)
        manifest.files = former?.files ?? []
        try keep(manifest)
        var pass = BackupPass(from: from, to: to, former: manifest.files)
        try await pass.run(names, progress)
        // As long as it is there, it is told that it is.
        pass.removeOthers()
        manifest.files = pass.files
        manifest.failures = pass.report.failures
        manifest.ended = sources.clock()
        try keep(manifest)
        return pass.report
    }

    /// - Returns: what the last run left; nil: there was none.
    private func former(isEmpty: Bool) throws -> BackupManifest? {
        let former = try BackupManifest.read(to.path(BackupManifest.name))
        guard former != nil || isUnused else {
            throw SessionError(
                .invalidInput, "\(target) holds something else, and no \(BackupManifest.name)",
                hint: "Give the backup a folder of its own.")
        }
        guard !isEmpty || former?.files.isEmpty ?? true else {
            throw SessionError(
                .invalidInput, "there is no session in \(data), and there are in its backup",
                hint: "Look whether its disk is there. To begin anew, take the backup away.")
        }
        return former
    }

    private var isUnused: Bool {
        let names = try? FileManager.default.contentsOfDirectory(atPath: target)
        // The first run may have been killed before it named itself.
        return names?.allSatisfy { $0 == BackupManifest.name + ".new" } ?? false
    }

    private func keep(_ manifest: BackupManifest) throws {
        try KnownBackups(data).keep(manifest)
        var own = manifest
        own.target = nil
        try own.write(to.path(BackupManifest.name))
    }
}

/// What a run did.
public struct BackupReport: Sendable, Hashable {
    /// How many sessions, projects' logs among them, were what they are already.
    public internal(set) var unchanged = 0
    /// To how many what is new went over.
    public internal(set) var grown = 0
    /// How many were copied as a whole.
    public internal(set) var whole = 0
    /// How many were removed, for they were at the source.
    public internal(set) var removed = 0
    /// Events that went over to those that grew.
    public internal(set) var events = 0
    /// Bytes that were carried: payloads of these events, and files that were copied.
    public internal(set) var bytes = 0
    /// What could not be copied, or removed.
    public internal(set) var failures: [BackupFailure] = []
}
