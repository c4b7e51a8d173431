/// What differs between two moments of a session: what was said on one side only, and the subjects
/// whose values are not the same.
///
/// The moments may be on one branch or on two. What was said is not in here, for it may be long:
/// each side says where its own events stand, and `Session.said(on:of:)` streams them.
///
/// ```swift
/// let change = try await session.difference(
///     from: .revision(120, on: .main), to: .head(of: "actors"))
/// for file in change.files { print(file.kind, file.path) }
/// ```
public struct Difference: Sendable, Hashable {
    /// What was asked for first: values there are the old ones.
    public let from: Side
    /// What was asked for second: values there are the new ones.
    public let to: Side
    /// The last revision that both lines have in common; 0 where they share nothing.
    public let common: Revision
    /// The title as it was set; nil where it is the same.
    public let title: Change<String>?
    /// By path.
    public let files: [FileDifference]
    /// By subject; only those whose values differ.
    public let settings: [SubjectDifference]
    /// Tabs, by subject; only those whose values differ.
    public let editor: [SubjectDifference]
    /// Places in the explorer, by subject; only those whose values differ.
    public let explorer: [SubjectDifference]
    /// Terminals, by subject; only those whose values differ.
    public let terminal: [SubjectDifference]

    public init(
        from: Side, to: Side, common: Revision, title: Change<String>?, files: [FileDifference],
        settings: [SubjectDifference], editor: [SubjectDifference],
        explorer: [SubjectDifference], terminal: [SubjectDifference]
    ) {
        self.from = from
        self.to = to
        self.common = common
        self.title = title
        self.files = files
        self.settings = settings
        self.editor = editor
        self.explorer = explorer
        self.terminal = terminal
    }

    /// Whether every subject has the same value on both sides.
    public var isSameState: Bool {
        title == nil && files.isEmpty && settings.isEmpty && editor.isEmpty && explorer.isEmpty
            && terminal.isEmpty
    }

    /// Whether nothing differs: no event stands on one side only, and no subject differs.
    public var isEmpty: Bool { from.isEmpty && to.isEmpty && isSameState }

    /// One of the two moments.
    public struct Side: Sendable, Hashable {
        /// The moment, found.
        public let point: Point
        /// The first revision that only this side has: one behind the common ones.
        public let firstOwn: Revision
        /// Revisions from there on whose events the other side has, too, since a merge took them
        /// over on one of the sides; ascending.
        public let shared: [ClosedRange<Revision>]

        public init(point: Point, common: Revision, shared: [ClosedRange<Revision>] = []) {
            self.point = point
            self.shared = shared
            firstOwn = common + 1
        }

        /// How many events only this side has, those that say nothing included.
        public var count: Int {
            point.revision - firstOwn + 1 - shared.reduce(0) { $0 + $1.count }
        }
        /// Whether all its events are the other side's, too.
        public var isEmpty: Bool { count == 0 }

        /// Whether the other side has the event of a revision, too.
        public func isShared(_ revision: Revision) -> Bool {
            var (low, high) = (0, shared.count)
            while low < high {
                let middle = (low + high) / 2
                if shared[middle].upperBound < revision { low = middle + 1 } else { high = middle }
            }
            return low < shared.count && shared[low].contains(revision)
        }
    }

    /// A value that is not the same on both sides; nil where there is none.
    public struct Change<Value: Sendable & Hashable>: Sendable, Hashable {
        /// On the first side.
        public let old: Value?
        /// On the second side.
        public let new: Value?

        public init(old: Value?, new: Value?) {
            self.old = old
            self.new = new
        }
    }
}

/// A setting, a tab, a folder or a terminal whose value differs between two moments.
public struct SubjectDifference: Sendable, Hashable {
    /// A setting's name, or a tab's, a place's, a terminal's id.
    public let subject: String
    /// nil: it has no value there.
    public let old: JSON?
    /// The value there; nil: none.
    public let new: JSON?

    public init(subject: String, old: JSON?, new: JSON?) {
        self.subject = subject
        self.old = old
        self.new = new
    }
}
