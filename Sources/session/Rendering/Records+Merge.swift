import SessionFormats
import SessionStore

extension Records {
    static func merge(_ merge: Merge) -> JSON {
        .object([
            ("theirs", point(merge.theirs.point)), ("into", point(merge.ours.point)),
            ("picked", merge.picked.map { .array($0.map { .number($0) }) }),
            ("adds", .number(merge.adds.count)), ("changes", .number(merge.changes.count)),
            ("agreed", .number(merge.agreed.count)),
            ("conflicts", .number(merge.conflicts.count)),
            ("answered", .number(merge.answered.count)), ("empty", .bool(merge.isEmpty)),
        ])
    }

    static func change(_ change: Merge.Change, _ diff: UnifiedDiff?) -> JSON {
        let counts = diff.flatMap { $0.isBinary ? nil : $0.diff.counts }
        return .object([
            ("kind", .string(change.kind.rawValue)),
            ("subject", change.subject.map { .string($0) }),
            ("change", .string(MergePage.word(change))),
            ("ours", change.ours.map { value($0) }), ("theirs", change.theirs.map { value($0) }),
            ("added", counts.map { .number($0.added) }),
            ("removed", counts.map { .number($0.removed) }),
            ("baseSeen", change.baseSighting.map { sighting($0) }),
        ])
    }

    static func conflict(_ conflict: MergeConflict, answer: MergeAnswer?) -> JSON {
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

    static func committed(_ appended: Appended) -> JSON {
        [
            "committed": .object([
                ("events", .number(appended.written)), ("head", .number(appended.head)),
                ("digest", .string(appended.digest.description)),
            ])
        ]
    }
}
