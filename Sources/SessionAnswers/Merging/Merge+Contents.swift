public import SessionFormats
public import SessionStore
internal import Texts

extension Merge.Change {
    /// What happens to the subject, in a word: `new`, `changed`, `removed`, or `joined` where the
    /// content is made of both sides'.
    public var word: String {
        if case .written = outcome { return "joined" }
        if theirs?.content ?? .removed == .removed { return "removed" }
        return ours.map { $0.content == .removed } ?? true ? "new" : "changed"
    }
}

extension Session {
    /// The events of their line that a merge takes over, oldest first.
    ///
    /// - Parameter count: at most this many, the last ones; nil: all of them.
    public func events(
        takenOverBy merge: Merge, last count: Int? = nil
    ) -> AsyncFilterSequence<EventSequence> {
        let revisions = merge.adds.suffix(count ?? merge.adds.count)
        let last = merge.adds.last ?? 0
        let wanted = Set(revisions)
        return events(
            on: merge.theirs.point.branch, from: revisions.first ?? last + 1, through: last,
            includingPieces: true
        ).filter { wanted.contains($0.revision) }
    }

    /// What a file's change does to our content, line by line.
    ///
    /// - Parameter change: one of `merge.changes`.
    /// - Returns: nil where it is no file's, or one of the contents is not known.
    /// - Cost: both contents in memory.
    public func diff(of change: Merge.Change, in merge: Merge) async throws -> UnifiedDiff? {
        guard change.kind == .fileChanged, let path = change.subject else { return nil }
        func content(_ value: MergeValue?, _ branch: BranchName) async throws -> [UInt8]? {
            guard let value, value.content != .removed else { return [] }
            return try? await self.content(
                of: value.subject ?? path, at: .revision(value.revision, on: branch))
        }
        guard let old = try await content(change.ours, merge.ours.point.branch) else { return nil }
        let new: [UInt8]?
        if case .written(let file) = change.outcome {
            new = file.content
        } else {
            new = try await content(change.theirs, merge.theirs.point.branch)
        }
        return new.map { UnifiedDiff(old: TextLines(old), new: TextLines($0), around: 0) }
    }
}
