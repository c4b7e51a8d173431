import SessionFormats
import SessionStore

extension Records {
    static func point(_ point: Point) -> JSON {
        ["branch": .string(point.branch.rawValue), "revision": .number(point.revision)]
    }

    static func difference(_ difference: Difference) -> JSON {
        .object([
            ("from", point(difference.from.point)), ("to", point(difference.to.point)),
            ("common", .number(difference.common)),
            ("eventsOnlyInFrom", .number(difference.from.count)),
            ("eventsOnlyInTo", .number(difference.to.count)),
        ])
    }

    static func title(_ change: Difference.Change<String>) -> JSON {
        .object([
            ("kind", .string(EventKind.titleChanged.rawValue)),
            ("old", change.old.map { .string($0) }), ("new", change.new.map { .string($0) }),
        ])
    }

    /// A difference's subjects but files, under the word for their kind.
    static func subjects(_ difference: Difference) -> [(kind: String, [SubjectDifference])] {
        [
            ("setting", difference.settings), ("editor", difference.editor),
            ("explorer", difference.explorer), ("terminal", difference.terminal),
        ]
    }

    static func subject(_ change: SubjectDifference, kind: String) -> JSON {
        .object([
            ("kind", .string(kind + ".changed")), ("subject", .string(change.subject)),
            ("old", change.old), ("new", change.new),
        ])
    }

    /// - Parameter diff: nil where a content is unknown.
    static func file(_ file: FileDifference, _ diff: UnifiedDiff?) -> JSON {
        let isText = diff.map { !$0.isBinary } ?? false
        return .object([
            ("kind", .string(EventKind.fileChanged.rawValue)),
            ("change", .string(file.kind.rawValue)), ("path", .string(file.path)),
            ("old", file.old.map { self.file($0) }), ("new", file.new.map { self.file($0) }),
            ("binary", diff.map { .bool($0.isBinary) }),
            ("added", isText ? diff.map { .number($0.diff.counts.added) } : nil),
            ("removed", isText ? diff.map { .number($0.diff.counts.removed) } : nil),
            (
                "lines",
                isText
                    ? diff.map { diff in
                        .array(
                            diff.lines.map {
                                .string(String($0.sign) + String(decoding: $0.bytes, as: UTF8.self))
                            })
                    } : nil
            ),
        ])
    }
}
