internal import SessionFormats
public import SessionStore

extension Records {
    /// An event as a CloudEvents 1.0 object.
    ///
    /// A large event is better written piece by piece: `CloudEvent.encode(_:session:to:)`.
    public static func event(_ event: Event, of session: Session) -> JSON {
        JSON(unchecked: CloudEvent.encode(event, session: session.id))
    }

    /// An event as a CloudEvents 1.0 object that has members of ours before its own.
    ///
    /// - Parameters:
    ///   - id: the session's.
    ///   - members: must have other names than an event's.
    public static func event(
        _ event: Event, ofSession id: String, after members: [(String, JSON?)]
    ) -> JSON {
        let own = JSON.object(members).bytes.dropLast()
        let rest = CloudEvent.encode(event, session: id).dropFirst()
        return JSON(unchecked: own + (own.count > 1 ? [UInt8(ascii: ",")] : []) + rest)
    }

    /// An event on one line: where it is, when, who, and its ``EventSummary``.
    public static func summary(_ event: Event) -> JSON {
        .object(fields(of: EventSummary(event), event, length: 1000))
    }

    static func fields(
        of summary: EventSummary, _ event: Event, length: Int
    ) -> [(String, JSON?)] {
        [
            ("branch", event.branch.map { .string($0.rawValue) }),
            ("revision", .number(event.revision)), ("position", .number(event.position)),
            ("kind", .string(event.kind.rawValue)), ("label", .string(summary.label)),
            ("text", .string(String(summary.text.prefix(length)))),
            ("subject", event.subject.map { .string($0) }),
            ("actor", .string(event.actor.rawValue)),
            ("occurredAt", time(event.occurredAt)), ("erased", event.isErased ? true : nil),
        ]
    }

    /// A step of what led to an event: the event, and before its members `link`, which says how it
    /// is known that it led there.
    public static func step(_ step: CauseStep, of session: Session) -> JSON {
        event(step.event, ofSession: session.id, after: [("link", .string(step.link.rawValue))])
    }
}
