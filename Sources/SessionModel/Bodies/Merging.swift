/// A merge was committed; what it took over follows as events of their own.
public struct BranchMerged: EventBody {
    public static let kind = EventKind.branchMerged
    /// The chain's digests at both heads before the merge.
    public var ours: EventDigest?
    /// nil where single events were picked: then nothing else of their line counts as merged.
    public var theirs: EventDigest?
    /// What their branch was called then.
    public var branch: BranchName
    /// Their head's revision, with which its digest is found.
    public var revision: Revision?
    /// How many events follow that belong to the merge. Before the last of them, as a branch may
    /// that was forked there, a line has not seen all of theirs.
    public var events: Int?
    /// The digests of the events that were picked.
    public var picked: [EventDigest] = []
    /// One for each conflict there was.
    public var answers: [Answer]

    /// How one conflict was answered.
    public struct Answer: Sendable, Hashable {
        /// The kind of subject that was in conflict.
        public let kind: EventKind
        /// Of the event, on the line that was merged into, from which the subject has its value
        /// now; nil where it has none, and never had. The subject is not repeated here: where it
        /// has to be erased, this record stays.
        public let revision: Revision?
        /// What was taken, such as `ours` or `theirs`.
        public let answer: String

        public init(kind: EventKind, revision: Revision?, answer: String) {
            self.kind = kind
            self.revision = revision
            self.answer = answer
        }
    }

    public init(ours: EventDigest, theirs: EventDigest?, branch: BranchName, answers: [Answer] = [])
    {
        self.ours = ours
        self.theirs = theirs
        self.branch = branch
        self.answers = answers
    }

    public init(_ body: JSON, version: Int) {
        ours = body["ours"]?.string.flatMap { EventDigest($0) }
        theirs = body["theirs"]?.string.flatMap { EventDigest($0) }
        branch = BranchName(rawValue: body["branch"]?.string ?? "")
        revision = body["revision"]?.revision
        events = body["events"]?.int
        picked = (body["picked"]?.elements ?? []).compactMap {
            $0.string.flatMap { EventDigest($0) }
        }
        answers = (body["answers"]?.elements ?? []).map { answer in
            Answer(
                kind: EventKind(rawValue: answer["kind"]?.string ?? ""),
                revision: answer["revision"]?.revision, answer: answer["answer"]?.string ?? "")
        }
    }

    public var json: JSON {
        let list = answers.map { answer in
            JSON.object([
                ("kind", .string(answer.kind.rawValue)), ("revision", .optional(answer.revision)),
                ("answer", .string(answer.answer)),
            ])
        }
        return .object([
            ("ours", .optional(ours?.description)), ("theirs", .optional(theirs?.description)),
            ("branch", .string(branch.rawValue)), ("revision", .optional(revision)),
            ("events", .optional(events)),
            (
                "picked",
                picked.isEmpty ? nil : .array(picked.map { .string($0.description) })
            ),
            ("answers", list.isEmpty ? nil : .array(list)),
        ])
    }
}
