public import SessionStore

extension Difference {
    /// What differs besides title and files, under the word for its kind: `setting`, `editor`,
    /// `explorer` and `terminal`, in this order.
    public var subjects: [(kind: String, changes: [SubjectDifference])] {
        [
            ("setting", settings), ("editor", editor), ("explorer", explorer),
            ("terminal", terminal),
        ]
    }
}
