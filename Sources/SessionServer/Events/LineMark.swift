internal import SessionAnswers
internal import SessionStore

/// How far a line was read, and in which state of its file: what tells whether the line still
/// begins with what was read. A branch may be renamed, and its name given to another.
struct LineMark: Sendable, Hashable {
    /// Another file may lie at the same path by now.
    private let session: String
    /// Another one where something was erased; nil: nothing may be remembered of this file.
    private let epoch: UInt64?
    let revision: Int
    /// The chain's digest there, which tells of all that is before it.
    private let digest: EventDigest?

    /// - Parameter epoch: as it was before the line was read.
    init(
        _ revision: Int, on branch: BranchName, of session: Session, epoch: UInt64?
    ) async throws {
        (self.session, self.epoch, self.revision) = (session.id, epoch, revision)
        let events = session.events(
            on: branch, from: Revision(revision), through: Revision(revision), limit: 1,
            headersOnly: true, includingPieces: true)
        var digest: EventDigest?
        for try await event in events { digest = event.digest }
        self.digest = digest
    }

    /// Whether a line begins with what was read.
    func isBeginning(
        of branch: BranchName, in session: Session, epoch: UInt64?
    ) async throws -> Bool {
        guard epoch != nil, digest != nil, self.epoch == epoch, self.session == session.id
        else { return false }
        return try await self == LineMark(revision, on: branch, of: session, epoch: epoch)
    }
}
