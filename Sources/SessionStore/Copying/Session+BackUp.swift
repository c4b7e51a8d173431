public import SessionModel

/// What was done to have a backup be what a session is.
public enum BackupStep: Sendable, Hashable {
    /// Nothing: it was so.
    case nothing
    /// What was new went over: so many events, and bytes of their payloads as they are stored.
    case grown(events: Int, bytes: Int)
    /// All of it was written anew: a file of so many bytes.
    case whole(bytes: Int)
}

/// How far a session's log goes, and in which state of its file: what a backup of it is told by.
public struct SessionExtent: Sendable, Hashable {
    /// Of the last event.
    public let position: Position
    /// The chain's digest at that event.
    public let digest: EventDigest
    /// Random bits, others once rows were written anew by erasing or compacting; nil: somebody
    /// deleted them, and the next writer gives the file others.
    public let epoch: UInt64?

    /// As it was noted before.
    public init(position: Position, digest: EventDigest, epoch: UInt64?) {
        (self.position, self.digest, self.epoch) = (position, digest, epoch)
    }
}

extension Session {
    /// Has a backup of this session be what the session is now: an ordinary file, the same in every
    /// event, branch and word.
    ///
    /// ```swift
    /// let step = try await session.backUp(to: "backup/parser.session")
    /// ```
    ///
    /// Where the backup holds the session's beginning, what came since goes over in one
    /// transaction, as it is stored. Where rows were written anew since, by erasing or compacting,
    /// where the backup is damaged or went its own way, and where there is none, a whole copy is
    /// made beside its place, checked, and put there. So nothing that was erased here is in any
    /// byte of the backup's file afterwards.
    ///
    /// Others may write to the session meanwhile: one state of it is taken. Killed in the middle,
    /// the backup is what it was or what it was to be. It is durable when this returns, and stands
    /// alone.
    ///
    /// - Parameter path: where the backup is or will be; the folder must exist. Nobody but this
    ///   call should write to it: what somebody did is lost.
    /// - Returns: what was done.
    /// - Throws: ``SessionError/Code/damaged`` and `corruptPayload` where the session is damaged:
    ///   the backup stays what it was, which may be sound. `busy` where a program has the backup
    ///   open, `noPermission`, `diskFull`.
    /// - Cost: some seeks for each branch, and what came since; or the whole file, once read, once
    ///   written and once checked.
    public func backUp(to path: String) async throws -> BackupStep {
        try await sessionErrors {
            switch try await log.backUp(to: path, check: Self.checkChain) {
            case .nothing: .nothing
            case .grown(let rows, let bytes): .grown(events: rows, bytes: bytes)
            case .whole(let bytes): .whole(bytes: bytes)
            }
        }
    }

    /// Refuses a copy in which anything is wrong.
    private static func checkChain(_ path: String) async throws {
        try await open(path, mode: .verifying).closing { copy in
            for try await finding in copy.verify(.chain) {
                throw SessionError(
                    .damaged, finding.message, hint: "\(.verify) lists all that is wrong.")
            }
            try Task.checkCancellation()
        }
    }

    /// How far the log goes. Cost: some seeks.
    public func extent() async throws -> SessionExtent {
        try await glanceAtPositions { try $0.extent() }
    }

    /// The position of the last event that was recorded here at a time or before it; nil: all were
    /// recorded later.
    ///
    /// - Cost: one pass over the log's headers.
    public func lastPosition(recordedBy time: Timestamp) async throws -> Position? {
        try await read { try $0.lastPosition(recordedBy: time) }
    }
}
