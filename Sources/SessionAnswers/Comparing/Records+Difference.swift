public import SessionFormats
public import SessionStore

extension Records {
    /// What two moments are, and how many events each has that the other has not.
    public static func difference(_ difference: Difference) -> JSON {
        .object([
            ("from", point(difference.from.point)), ("to", point(difference.to.point)),
            ("common", .number(difference.common)),
            ("eventsOnlyInFrom", .number(difference.from.count)),
            ("eventsOnlyInTo", .number(difference.to.count)),
        ])
    }

    /// An event that one of the moments has and the other has not.
    ///
    /// - Parameter isNew: whether it is the later moment, `to`.
    public static func said(_ event: Event, of session: Session, isNew: Bool) -> JSON {
        ["onlyIn": isNew ? "to" : "from", "event": self.event(event, of: session)]
    }

    /// What differs in title and settings, one value each.
    public static func subjects(_ difference: Difference) -> [JSON] {
        let title = difference.title.map { change in
            JSON.object([
                ("kind", .string(EventKind.titleChanged.rawValue)),
                ("old", change.old.map { .string($0) }), ("new", change.new.map { .string($0) }),
            ])
        }
        return (title.map { [$0] } ?? [])
            + difference.subjects.flatMap { kind, changes in
                changes.map { change in
                    .object([
                        ("kind", .string(kind + ".changed")), ("subject", .string(change.subject)),
                        ("old", change.old), ("new", change.new),
                    ])
                }
            }
    }

    /// A file that differs, with its lines where both contents are text.
    ///
    /// - Parameter diff: nil where a content is unknown.
    public static func file(_ file: FileDifference, _ diff: UnifiedDiff?) -> JSON {
        let text = diff.flatMap { $0.isBinary ? nil : $0 }
        return .object([
            ("kind", .string(EventKind.fileChanged.rawValue)),
            ("change", .string(file.kind.rawValue)), ("path", .string(file.path)),
            ("old", file.old.map { self.file($0) }), ("new", file.new.map { self.file($0) }),
            ("binary", diff.map { .bool($0.isBinary) }),
            ("added", text.map { .number($0.diff.counts.added) }),
            ("removed", text.map { .number($0.diff.counts.removed) }),
            (
                "lines",
                text.map { text in
                    .array(
                        text.lines.map {
                            .string(String($0.sign) + String(decoding: $0.bytes, as: UTF8.self))
                        })
                }
            ),
        ])
    }
}
