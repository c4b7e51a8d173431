public import SessionStore

/// Merges a branch of another copy: tried out on a private copy first, so that nothing is written
/// into the file before every conflict is answered.
///
/// ```swift
/// let merging = CopyMerge(branch: "main", into: "main", actor: .user("ana"))
/// try await session.withCopy(in: folder) { copy in
///     let brought = try await merging.tryOut(theirs, on: copy)
///     let merge = try await merging.merge(brought, on: copy)  // show it, have it answered
/// }
/// try await merging.commit(answered, from: theirs, to: session)
/// ```
public struct CopyMerge: Sendable {
    /// What it is called in the other copy.
    public let branch: BranchName
    /// The branch that takes it over.
    public let ours: BranchName
    /// Who merges: the events that a merge writes are theirs.
    public let actor: EventActor

    public init(branch: BranchName, into ours: BranchName, actor: EventActor) {
        (self.branch, self.ours, self.actor) = (branch, ours, actor)
    }

    /// Brings the branch over into a private copy.
    ///
    /// - Throws: ``SessionError/Code/unrelatedSessions`` where no event is in both.
    public func tryOut(_ theirs: Session, on copy: Session) async throws -> BringReport {
        try await copy.bring(branch, from: theirs, by: actor)
    }

    /// Whether nothing happened on our branch since the two parted: it went on as theirs did when
    /// theirs was brought over, and nothing is left to merge.
    public func isCaughtUp(by brought: BringReport) -> Bool {
        brought.branch == ours && brought.events > 0
    }

    /// The merge of what was brought over, as the private copy computes it.
    public func merge(_ brought: BringReport, on copy: Session) async throws -> Merge {
        try await copy.merge(brought.moment, into: ours)
    }

    /// Brings the branch over into the session itself, where nothing has to be merged.
    public func catchUp(_ session: Session, with theirs: Session) async throws -> BringReport {
        try await session.bring(branch, from: theirs, by: actor)
    }

    /// Does in the session itself what was shown on the private copy: brings the branch over,
    /// merges it and gives each conflict the answer that it has there.
    ///
    /// - Parameter shown: with every conflict answered.
    /// - Throws: ``SessionError/Code/mergeUnresolved`` where a conflict has come up since.
    public func commit(
        _ shown: Merge, from theirs: Session, to session: Session
    ) async throws -> Appended {
        let brought = try await session.bring(branch, from: theirs, by: actor)
        var merge = try await session.merge(brought.moment, into: ours)
        for answered in shown.answered {
            let conflict = merge.conflicts.first { $0.name == answered.conflict.name }
            if let conflict { try merge.resolve(conflict, as: answered.answer) }
        }
        return try await session.commit(merge, by: actor)
    }
}
