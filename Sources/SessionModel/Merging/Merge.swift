/// A merge as it was computed: what would be taken over, what would be written, and what somebody
/// has to answer first. Nothing of it is in the log before it is committed.
///
/// ```swift
/// var merge = try await session.merge("actors", into: .main)
/// for conflict in merge.conflicts { try merge.resolve(conflict, as: .theirs) }
/// try await session.commit(merge)
/// ```
///
/// Every conflict is either open (``conflicts``) or answered (``answered``), never both; only a
/// merge with none open can be committed.
public struct Merge: Sendable, Hashable {
    /// One of the two lines, as far as it goes into the merge.
    public struct Side: Sendable, Hashable {
        /// How far its line goes into the merge.
        public let point: Point
        /// The chain's digest there.
        public let digest: EventDigest
        /// Whether the point is the branch's head, and has to be still when it is committed.
        public let isHead: Bool

        package init(point: Point, digest: EventDigest, isHead: Bool) {
            self.point = point
            self.digest = digest
            self.isHead = isHead
        }
    }

    /// A subject that gets another value on our side.
    public struct Change: Sendable, Hashable {
        /// Of the event that will set it.
        public let kind: EventKind
        /// nil: the title.
        public let subject: String?
        /// What it was on each side; files without their contents.
        public let ours: MergeValue?
        /// What it is on their side, without a file's content.
        public let theirs: MergeValue?
        /// What the subject has afterwards, and where that comes from.
        public let outcome: Outcome
        /// Where the base was found, where the log does not tell it where both sides parted.
        public let baseSighting: FileSighting?

        /// Where the new value comes from.
        public enum Outcome: Sendable, Hashable {
            /// The event of their line, by revision, that gave it its value there.
            case taken(Revision)
            /// Their side has no value, and no event that says so.
            case removed
            /// A content made of both sides'.
            case written(MergedFile)
        }
    }

    /// An answered conflict.
    public struct Answered: Sendable, Hashable {
        /// As it was found.
        public let conflict: MergeConflict
        /// The last that was given.
        public let answer: MergeAnswer
    }

    /// The side that is appended to.
    public let ours: Side
    /// The side that is taken over; nothing is written there.
    public let theirs: Side
    /// The events that were picked, as revisions on their line; nil: everything is merged.
    public let picked: [Revision]?
    /// What was said on their side only: revisions on their line, ascending.
    public let adds: [Revision]
    /// What changes without a question, by kind and subject.
    public let changes: [Change]
    /// Subjects that both sides changed to the same value.
    public let agreed: [MergeSides]
    /// The conflicts that are open still.
    public private(set) var conflicts: [MergeConflict] = []
    /// The conflicts that have an answer, in the order of their first ones.
    public private(set) var answered: [Answered] = []
    /// What changes whenever something is erased from the file. It has to be the same when the
    /// merge is committed, or what was erased would come back out of the merge.
    package let epoch: UInt64?

    /// - Parameter subjects: what is not the same on both sides.
    package init(
        ours: Side, theirs: Side, picked: [Revision]? = nil, adds: [Revision],
        subjects: [MergeSides],
        epoch: UInt64?
    ) {
        self.epoch = epoch
        self.ours = ours
        self.theirs = theirs
        self.picked = picked
        self.adds = adds
        var changes: [Change] = []
        var agreed: [MergeSides] = []
        for (sides, decision) in MergeSides.decide(subjects) {
            func change(_ outcome: Change.Outcome) {
                changes.append(
                    Change(
                        kind: sides.kind, subject: sides.subject,
                        ours: sides.ours?.withoutContent, theirs: sides.theirs?.withoutContent,
                        outcome: outcome, baseSighting: sides.bases.first??.sighting))
            }
            switch decision {
            case .kept: break
            case .agreed: agreed.append(sides)
            case .taken: sides.theirs.map { change(.taken($0.revision)) }
            case .removed: change(.removed)
            case .written(let file): change(.written(file))
            case .conflict(let reason): conflicts.append(MergeConflict(sides, reason))
            }
        }
        self.changes = changes
        self.agreed = agreed
    }

    /// Whether there is nothing to merge: our side has everything that theirs has.
    public var isEmpty: Bool {
        adds.isEmpty && changes.isEmpty && agreed.isEmpty && conflicts.isEmpty && answered.isEmpty
    }

    /// Answers a conflict, or answers it anew. An answer that does not fit, such as text for a
    /// setting that is no JSON, is refused when the merge is committed;
    /// ``MergeConflict/problem(with:)`` tells before.
    ///
    /// - Throws: ``SessionError/Code/mergeUnresolved`` where this merge has no conflict about that,
    ///   such as one of a merge that was computed before.
    public mutating func resolve(_ conflict: MergeConflict, as answer: MergeAnswer) throws {
        if let index = conflicts.firstIndex(where: { $0.isAbout(conflict) }) {
            answered.append(Answered(conflict: conflicts.remove(at: index), answer: answer))
        } else if let index = answered.firstIndex(where: { $0.conflict.isAbout(conflict) }) {
            answered[index] = Answered(conflict: answered[index].conflict, answer: answer)
        } else {
            throw SessionError(
                .mergeUnresolved,
                "this merge has no conflict about \(conflict.subject ?? "the title")",
                hint: "Take conflicts from the merge that they are answered in.")
        }
    }
}
