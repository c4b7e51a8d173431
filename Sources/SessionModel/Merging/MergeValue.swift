/// The value that an event gave a subject, as merges compare it.
public struct MergeValue: Sendable, Hashable {
    /// What the subject became.
    public enum Content: Sendable, Hashable {
        /// It is not there any more.
        case removed
        /// A file's bytes, and its mode as git writes it.
        case file([UInt8], mode: String)
        /// A setting's value, or the title as a JSON string.
        case json(JSON)
        /// The log does not tell it, and why.
        case unknown(String)
    }

    /// The subject that it belongs to: in a merge of a renamed file, the other path.
    public let subject: String?
    /// Of the event that gave it, on its side's line.
    public let revision: Revision
    /// The digest of the event, or of the one that it stands for.
    public let identity: EventDigest
    /// Of a file: the path that it had before, as the event says, or one before it that the other
    /// side has not seen.
    public package(set) var renamedFrom: String?
    /// What the subject was given, or that it is gone.
    public let content: Content
    /// Of a base that the log does not tell where both sides parted: where one of them found it.
    public let sighting: FileSighting?

    package init(
        subject: String?, revision: Revision, identity: EventDigest, renamedFrom: String? = nil,
        content: Content, sighting: FileSighting? = nil
    ) {
        self.subject = subject
        self.revision = revision
        self.identity = identity
        self.renamedFrom = renamedFrom
        self.content = content
        self.sighting = sighting
    }

    /// The same without what may be long, for subjects whose value need not be looked at again.
    package var withoutContent: MergeValue {
        guard case .file = content else { return self }
        return MergeValue(
            subject: subject, revision: revision, identity: identity, renamedFrom: renamedFrom,
            content: .unknown("it was not kept"), sighting: sighting)
    }

    /// Whether nothing is there.
    var isRemoved: Bool { content == .removed }

    /// Whether two values are the same to whoever reads them. JSON is compared as parsed, numbers
    /// by what they are worth; what the log does not tell is the same only where the very same
    /// event gave it.
    package static func isSame(_ left: MergeValue?, _ right: MergeValue?) -> Bool {
        guard let left, !left.isRemoved else { return right?.isRemoved ?? true }
        guard let right, !right.isRemoved else { return false }
        if left.identity == right.identity { return true }
        switch (left.content, right.content) {
        case (.json(let one), .json(let other)): return one.means(other)
        case (.file, .file): return left.content == right.content
        default: return false
        }
    }

    func isOf(_ subject: String?) -> Bool {
        // Bytes: Swift's strings are equal where Unicode calls them equivalent.
        self.subject.map { Array($0.utf8) } == subject.map { Array($0.utf8) }
    }
}

/// One subject on both sides of a merge, and what it was where they parted.
public struct MergeSides: Sendable, Hashable {
    /// Of the events that set the subject.
    public package(set) var kind: EventKind
    /// nil: the title, of which a branch has one.
    public package(set) var subject: String?
    /// The newest values that both sides have seen: one, or after criss-cross merges several. Of a
    /// file of which neither was told anything, what each found before it changed it.
    public package(set) var bases: [MergeValue?]
    /// nil: it was never set.
    public package(set) var ours: MergeValue?
    /// nil: it was never set there.
    public package(set) var theirs: MergeValue?

    package init(
        kind: EventKind, subject: String?, bases: [MergeValue?], ours: MergeValue?,
        theirs: MergeValue?
    ) {
        self.kind = kind
        self.subject = subject
        self.bases = bases
        self.ours = ours
        self.theirs = theirs
    }

    /// The one base; nil where there is none. Of several that are the same, the first.
    var base: MergeValue? { bases.first ?? nil }

    var hasSeveralBases: Bool {
        bases.dropFirst().contains { !MergeValue.isSame($0, bases[0]) }
    }
}
