import Foundation
internal import Platform
public import SessionStore

/// Keeps folders of growing transcripts in sight, and brings what is new into sessions.
///
/// Nothing is done while nothing happens. What a transcript has already is known from its session,
/// so a follower that was ended and begins anew goes on where the other one was. A last line that
/// is half written waits for its end; a file that was written anew, and no longer begins as it did,
/// becomes a session of its own.
///
/// ```swift
/// let follower = TranscriptFollower(TranscriptImport(to: .folder("kept")), folders: [folder])
/// try await follower.run { path, result in … }
/// ```
public struct TranscriptFollower: Sendable {
    /// What came of one import: what it did, or why there was none.
    public typealias Outcome = Result<ImportReport, SessionError>

    private let job: TranscriptImport
    private let folders: [String]
    private let rest: Duration

    /// - Parameters:
    ///   - job: how each transcript is imported; its destination is a folder.
    ///   - folders: those that are followed, with all below them.
    ///   - rest: how long what happens is gathered before it is looked at.
    public init(_ job: TranscriptImport, folders: [String], rest: Duration = .milliseconds(200)) {
        self.job = job
        self.folders = folders
        self.rest = rest
    }

    /// Brings in what is there, and then what comes, until the task is cancelled.
    ///
    /// - Parameter tell: is told of each import that brought something, or failed. A transcript
    ///   that could not be imported is tried again when it changes.
    public func run(_ tell: @Sendable (_ path: String, _ outcome: Outcome) -> Void) async throws {
        let (changes, change) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        var sight = FolderSight(folders) { change.yield() }
        change.yield()
        for await _ in changes {
            for path in try sight.changed() {
                try Task.checkCancellation()
                if let outcome = try await bring(path) { tell(path, outcome) }
            }
            try await Task.sleep(for: rest)
        }
        try Task.checkCancellation()
    }

    /// - Returns: nil where there was nothing new.
    private func bring(_ path: String) async throws -> Outcome? {
        do {
            let report = try await importing(path)
            let all = report.parts.isEmpty ? [report] : report.parts
            return all.contains { $0.events > 0 } ? .success(report) : nil
        } catch let error as SessionError where error.code == .unknownFormat {
            return nil
        } catch let error as SessionError {
            return .failure(error)
        }
    }

    private func importing(_ path: String) async throws -> ImportReport {
        do {
            return try await job.run(path)
        } catch let error as SessionError where error.code == .transcriptChanged {
            var own = job
            own.isFresh = true
            return try await own.run(path)
        }
    }
}

/// What is in folders, and when something happens there.
private struct FolderSight {
    private let folders: [String]
    private let notice: @Sendable () -> Void
    private var watches: [String: FolderWatch] = [:]
    /// Of each transcript: what the system says of it and of the files that go with it.
    private var seen: [String: [FileSystem.Facts?]] = [:]
    /// Of each file that may be one: what it was found to be, as long as it stays as it was.
    private var known: [String: Sighting] = [:]

    private struct Sighting {
        let facts: FileSystem.Facts?
        let format: Result<TranscriptFormat, any Error>
    }

    init(_ folders: [String], _ notice: @escaping @Sendable () -> Void) {
        self.folders = folders
        self.notice = notice
    }

    /// The transcripts that are new, or not as they were, with the files that go with them.
    mutating func changed() throws -> [String] {
        try watch()
        var changed: [String] = []
        var now: [String: [FileSystem.Facts?]] = [:]
        let known = known
        var looked: [String: Sighting] = [:]
        for folder in folders {
            let finding = try? TranscriptFinder().find(in: folder) { path in
                let sighting = Self.sighting(of: path, known[path])
                looked[path] = sighting
                return try sighting.format.get()
            }
            for found in finding?.found ?? [] {
                let companions = found.format.importer?.companions(of: found.path) ?? []
                let facts = ([found.path] + companions).map { FileSystem.facts(of: $0) }
                now[found.path] = facts
                if seen[found.path] != facts { changed.append(found.path) }
            }
        }
        self.known = looked
        seen = now
        return changed
    }

    /// Watches each folder that is there, and no other. They are watched before they are looked
    /// through, so that nothing is missed in between.
    private mutating func watch() throws {
        watches = watches.filter { $0.value.isInPlace }
        for folder in folders {
            for path in Self.below(folder) where watches[path] == nil {
                let notice = notice
                watches[path] = try? FolderWatch(path) { _ in notice() }
            }
        }
    }

    private static func below(_ folder: String) -> [String] {
        let root = URL(fileURLWithPath: folder)
        let keys: [URLResourceKey] = [.isDirectoryKey]
        guard let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: keys)
        else { return [] }
        var found = [root.path]
        for case let url as URL in walk {
            let isFolder = try? url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory
            if isFolder ?? false { found.append(url.path) }
        }
        return found
    }

    /// Reads the beginning of a file that is not as it was.
    private static func sighting(of path: String, _ known: Sighting?) -> Sighting {
        let facts = FileSystem.facts(of: path)
        if let known, known.facts == facts { return known }
        return Sighting(facts: facts, format: Result { try TranscriptImport.detect(path) })
    }
}
