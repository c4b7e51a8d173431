internal import Foundation
internal import SessionStore

/// One walk over all sessions of a folder of data into its backup.
struct BackupPass {
    let from: BackupFiles
    let to: BackupFiles
    /// What was there before, by path.
    private var former: [String: BackupManifest.File]
    private var done: [String: BackupManifest.File] = [:]
    /// What the source had when it was looked at last.
    private var names: Set<String> = []
    private(set) var report = BackupReport()

    init(from: BackupFiles, to: BackupFiles, former: [BackupManifest.File]) {
        (self.from, self.to) = (from, to)
        self.former = former.reduce(into: [:]) { $0[$1.path] = $1 }
    }

    /// The copies that are there, by path.
    var files: [BackupManifest.File] { done.values.sorted { $0.path < $1.path } }

    /// How often it is looked whether a session is now where it was not before. One that is deleted
    /// or restored while this runs must not be in neither place.
    private static let rounds = 3

    mutating func run(
        _ first: [String], _ progress: (@Sendable (_ done: Int, _ total: Int) -> Void)?
    ) async throws {
        names = Set(first)
        var next = first
        var seen: Set<String> = []
        for _ in 0..<Self.rounds where !next.isEmpty {
            for name in next {
                try Task.checkCancellation()
                seen.insert(name)
                try await copy(name)
                progress?(seen.count, seen.union(next).count)
            }
            names = Set(try from.all())
            next = names.subtracting(seen).sorted()
        }
    }

    // MARK: A file

    private mutating func copy(_ name: String) async throws {
        let (source, copy) = (from.path(name), to.path(name))
        move(name)
        do {
            let step = try await Self.backUp(source, to: copy)
            done[name] = try await Self.file(name, copy)
            report.take(step)
        } catch  where Task.isCancelled {
            throw CancellationError()
        } catch {
            // Deleted meanwhile, or moved to where the next round finds it.
            guard FileManager.default.fileExists(atPath: source) else { return }
            report.failures.append(BackupFailure(name, error))
            // What an earlier run left of it stays.
            done[name] = former[name]
        }
    }

    /// Moves the copy of a session that was deleted or restored to where the session is now.
    private mutating func move(_ name: String) {
        for old in BackupFiles.places(of: name).dropFirst()
        where !FileManager.default.fileExists(atPath: from.path(old)) {
            do {
                try Projects.makeFolder(
                    URL(filePath: to.path(name)).deletingLastPathComponent().path)
                try FileManager.default.moveItem(atPath: to.path(old), toPath: to.path(name))
                former[name] = former[old].map { $0.moved(to: name) }
                done[old] = nil
            } catch {
                // There is none to move, or it cannot be: all of it is copied.
            }
        }
    }

    private static func backUp(_ source: String, to copy: String) async throws -> BackupStep {
        try Projects.makeFolder(URL(filePath: copy).deletingLastPathComponent().path)
        let step = try await Session.open(source, mode: .readOnly).closing {
            try await $0.backUp(to: copy)
        }
        // Since when it is deleted.
        if BackupFiles.isDeleted(source) {
            BackupFiles.setModified(copy, BackupFiles.modified(source))
        }
        return step
    }

    private static func file(_ name: String, _ copy: String) async throws -> BackupManifest.File {
        try await Session.open(copy, mode: .readOnly).closing { session in
            BackupManifest.File(
                path: name, session: session.id, extent: try await session.extent())
        }
    }

    // MARK: What is gone

    /// Removes what the source has no longer.
    mutating func removeOthers() {
        for name in (try? to.all()) ?? [] where !names.contains(name) {
            let path = to.path(name)
            do {
                try FileManager.default.removeItem(atPath: path)
                for suffix in ["-wal", "-shm", "-lock"] {
                    try? FileManager.default.removeItem(atPath: path + suffix)
                }
                done[name] = nil
                report.removed += 1
            } catch {
                report.failures.append(BackupFailure(name, "it cannot be removed: \(error)"))
                done[name] = former[name]
            }
        }
        to.removeHidden()
    }
}

extension BackupReport {
    fileprivate mutating func take(_ step: BackupStep) {
        switch step {
        case .nothing: unchanged += 1
        case .grown(let events, let bytes):
            grown += 1
            self.events += events
            self.bytes += bytes
        case .whole(let bytes):
            whole += 1
            self.bytes += bytes
        }
    }
}
