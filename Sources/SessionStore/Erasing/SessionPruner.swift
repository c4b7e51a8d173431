internal import Foundation
public import SessionModel

/// Removes whole sessions of a folder that are no longer needed, and records it.
///
/// ```swift
/// let pruner = SessionPruner(folder: "sessions")
/// for session in try await pruner.candidates(before: limit) where session.fate == .old {
///     try await pruner.remove(session, before: limit, by: .user("ana"))
/// }
/// ```
///
/// Only what counts as a session of the folder (``SessionFolder``) and can be read is touched. Each
/// removal is a line of ``ledger`` first, a file beside them: when, which session, its file's name,
/// when something last happened in it, the digests of its heads, who, why.
public struct SessionPruner: Sendable {
    /// A session's file as it was found.
    public struct Candidate: Sendable, Hashable {
        /// Below the folder.
        public let file: String
        /// When something last happened in it: an event occurred, or one was recorded, be it only a
        /// fork, a tag or the import of an old conversation. nil where it cannot be read.
        public let lastEvent: Timestamp?
        /// Bytes of the file, its write-ahead log included.
        public let size: Int
        /// What becomes of it, and why.
        public let fate: Fate
    }

    /// What pruning does with a file.
    public enum Fate: Sendable, Hashable {
        /// It can go.
        case old
        /// Something happened in it since.
        case young
        /// Holds forbid it.
        case held([Hold])
        /// It is left alone.
        case unreadable(message: String)
    }

    /// The name of the file that removals are recorded in: JSON lines, one a session.
    public static let ledger = "pruned.jsonl"

    /// Where it looks.
    public let folder: SessionFolder
    private let isRecursive: Bool
    private let options: SessionOptions

    /// - Parameter isRecursive: whether sessions in the folders below are looked at too.
    public init(
        folder: String, isRecursive: Bool = false, options: SessionOptions = SessionOptions()
    ) {
        self.folder = SessionFolder(folder)
        self.isRecursive = isRecursive
        self.options = options
    }

    /// Every session of the folder with what would become of it, by name. Removes nothing.
    ///
    /// - Parameter limit: sessions in which nothing happened from then on are old.
    /// - Throws: ``SessionError/Code/fileNotFound``, `noPermission`. What is wrong with one file is
    ///   its fate.
    public func candidates(before limit: Timestamp) async throws -> [Candidate] {
        var found: [Candidate] = []
        for file in try folder.files(isRecursive: isRecursive) {
            found.append(await candidate(file, before: limit))
        }
        return found
    }

    /// Removes one session with everything beside its file, after recording it.
    ///
    /// - Parameters:
    ///   - candidate: one of ``candidates(before:)``.
    ///   - limit: it must still be old then.
    /// - Throws: ``SessionError/Code/held``; `busy` where another process has it open;
    ///   `notErasable` where something happened in it since; `readOnly`. The file is there then.
    public func remove(
        _ candidate: Candidate, before limit: Timestamp, reason: String? = nil, by actor: EventActor
    ) async throws {
        let session = try await Session.open(folder.path(of: candidate.file), options: options)
        let (ledger, now, id) = (folder.path(of: Self.ledger), options.clock(), session.id)
        let (reason, actor) = (reason.map { options.masked($0) }, options.masked(actor))
        do {
            try await session.removeFile { view in
                try view.checkNotHeld()
                guard let last = try view.lastEvent(), last < limit else {
                    throw SessionError(
                        .notErasable, "something happened in \(candidate.file) since")
                }
                let record = try view.pruned(
                    candidate, id, at: now, lastEvent: last, reason: reason, by: actor)
                try Self.append(record.oneLine + [0x0A], to: ledger)
            }
        } catch {
            try? await session.close()
            throw error
        }
        if let path = session.path { try await options.afterErasing(path) }
    }

    // MARK: Looking

    private func candidate(_ file: String, before limit: Timestamp) async -> Candidate {
        do {
            let session = try await Session.open(
                folder.path(of: file), mode: .readOnly, options: options)
            return try await session.closing { session in
                let (last, holds) = try await session.read { (try $0.lastEvent(), try $0.holds()) }
                let fate: Fate =
                    last.map { $0 >= limit } ?? true
                    ? .young : holds.isEmpty ? .old : .held(holds)
                return Candidate(
                    file: file, lastEvent: last, size: session.log.size, fate: fate)
            }
        } catch {
            let message = (error as? SessionError)?.message ?? "\(error)"
            return Candidate(
                file: file, lastEvent: nil, size: 0, fate: .unreadable(message: message))
        }
    }

    // MARK: Recording

    /// Adds a line that is on disk when this returns.
    private static func append(_ line: [UInt8], to path: String) throws {
        do {
            if !FileManager.default.fileExists(atPath: path) {
                try Data().write(to: URL(filePath: path))
            }
            let file = try FileHandle(forWritingTo: URL(filePath: path))
            defer { try? file.close() }
            try file.seekToEnd()
            try file.write(contentsOf: Data(line))
            try file.synchronize()
        } catch {
            throw SessionError(
                .ioFailed, "\(path) cannot be written, and nothing is removed without a record",
                hint: "Check who may write it, and the free space.", cause: error)
        }
    }
}

extension LogView {
    /// When an event of any branch last happened or was recorded, what only the log itself has,
    /// such as a tag, included. What a copy brought over keeps its time, so that the log's last
    /// event need not be the latest.
    fileprivate func lastEvent() throws -> Timestamp? {
        var times = try [entry(at: lastPosition(), headersOnly: true)?.recorded]
            .compactMap { $0 }
        for row in branches {
            let line = try line(row.id)
            let head = try head(of: line).revision
            let entry = try entry(revision: head, on: line, headersOnly: true)
            let ended = try PreviewFold.load(on: line, through: head, self).endedAt
            times += [ended, entry.map(\.recorded)].compactMap { $0 }
        }
        return times.max()
    }

    /// What is left of a session.
    fileprivate func pruned(
        _ candidate: SessionPruner.Candidate, _ id: String, at time: Timestamp,
        lastEvent: Timestamp, reason: String?, by actor: EventActor
    ) throws -> JSON {
        let heads = try branches.map { row in
            let branch = try branch(row)
            return (branch.name.rawValue, JSON?.some(.string(branch.digest.description)))
        }
        return .object([
            ("prunedAt", .string(time.description)), ("session", .string(id)),
            ("file", .string(candidate.file)), ("size", .number(candidate.size)),
            ("lastEvent", .string(lastEvent.description)), ("heads", .object(heads)),
            ("actor", .string(actor.rawValue)), ("reason", reason.map { .string($0) }),
        ])
    }
}
