public import SessionStore

/// One event that an audit found, with the session that it is in.
public struct AuditRow: Sendable {
    /// The session's file, as it was named.
    public let file: String
    /// The session's id.
    public let session: String
    /// The folder that the session is about; nil: it is not known.
    public let folder: String?
    /// Whole, with its body.
    public let event: Event

    public init(file: String, session: String, folder: String? = nil, event: Event) {
        (self.file, self.session, self.folder, self.event) = (file, session, folder, event)
    }

    /// Where to go on behind it.
    public var cursor: String { "\(file)#\(event.position)" }

    /// The names of the ``cells``.
    public static let columns = [
        "path", "position", "branch", "revision", "time", "recorded", "kind", "subject",
        "actor", "cause", "origin", "id", "erased", "text",
    ]

    /// The row as a spreadsheet shows it, times in UTC; empty where there is nothing to say.
    public var cells: [String] {
        [
            file, "\(event.position)", event.branch?.rawValue ?? "", "\(event.revision)",
            event.occurredAt.description, event.recordedAt.description, event.kind.rawValue,
            event.subject ?? "", event.actor.rawValue, event.cause.map { "\($0)" } ?? "",
            event.origin?.description ?? "", event.id ?? "", event.isErased ? "true" : "",
            event.isErased ? "" : EventSummary(event).text,
        ]
    }
}

extension Records {
    /// An event that an audit found: `path` names its file.
    public static func row(_ row: AuditRow) -> JSON {
        event(row.event, ofSession: row.session, after: [("path", .string(row.file))])
    }
}
