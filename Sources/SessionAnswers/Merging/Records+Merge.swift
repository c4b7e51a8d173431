public import SessionFormats
public import SessionStore

extension Records {
    /// What a merge would do, under `merge`: the two points, and how many events, changes and
    /// conflicts there are.
    public static func merge(_ merge: Merge) -> JSON {
        let fields = JSON.object([
            ("theirs", point(merge.theirs.point)), ("into", point(merge.ours.point)),
            ("picked", merge.picked.map { .array($0.map { .number($0) }) }),
            ("adds", .number(merge.adds.count)), ("changes", .number(merge.changes.count)),
            ("agreed", .number(merge.agreed.count)),
            ("conflicts", .number(merge.conflicts.count)),
            ("answered", .number(merge.answered.count)), ("empty", .bool(merge.isEmpty)),
        ])
        return ["merge": fields]
    }

    /// An event that a merge takes over, under `add`.
    public static func add(_ event: Event, of session: Session) -> JSON {
        ["add": self.event(event, of: session)]
    }

    /// A subject that gets another value on our side.
    ///
    /// - Parameter diff: what it does to a file's lines; nil where that is not known.
    public static func change(_ change: Merge.Change, _ diff: UnifiedDiff?) -> JSON {
        let counts = diff.flatMap { $0.isBinary ? nil : $0.diff.counts }
        return .object([
            ("kind", .string(change.kind.rawValue)),
            ("subject", change.subject.map { .string($0) }), ("change", .string(change.word)),
            ("ours", change.ours.map { value($0) }), ("theirs", change.theirs.map { value($0) }),
            ("added", counts.map { .number($0.added) }),
            ("removed", counts.map { .number($0.removed) }),
            ("baseSeen", change.baseSighting.map { sighting($0) }),
        ])
    }

    /// A subject that both sides changed differently, with each side's value and the bases.
    ///
    /// - Parameter answer: how it was answered; nil: it is open.
    public static func conflict(_ conflict: MergeConflict, answer: MergeAnswer?) -> JSON {
        .object([
            ("conflict", .string(conflict.name.text)), ("kind", .string(conflict.kind.rawValue)),
            ("subject", conflict.subject.map { .string($0) }),
            ("reason", .string(conflict.reason.rawValue)),
            ("answer", answer.map { .string($0.name) }),
            ("ours", conflict.ours.map { value($0) }),
            ("theirs", conflict.theirs.map { value($0) }),
            ("bases", .array(conflict.bases.compactMap { $0.map { value($0) } })),
        ])
    }

    private static func value(_ value: MergeValue) -> JSON {
        var fields: [(String, JSON?)] = [("revision", .number(value.revision))]
        switch value.content {
        case .removed: fields.append(("removed", true))
        case .file(let bytes, let mode):
            fields += [("size", .number(bytes.count)), ("mode", .string(mode))]
        case .json(let json): fields.append(("value", json))
        case .unknown(let reason): fields.append(("unknown", .string(reason)))
        }
        fields.append(("seen", value.sighting.map { sighting($0) }))
        return .object(fields)
    }

    /// What a commit wrote: how many events, and the head that they made.
    public static func committed(_ appended: Appended) -> JSON {
        [
            "committed": .object([
                ("written", .number(appended.written)), ("head", .number(appended.head)),
                ("digest", .string(appended.digest.description)),
            ])
        ]
    }
}
