internal import SessionStore

/// The events of a project's log, as `Schemas/project-1.md` describes them.
extension EventKind {
    static let memberChanged: EventKind = "member.changed"
    static let projectDeleted: EventKind = "project.deleted"
    static let projectRestored: EventKind = "project.restored"
    static let entryCreated: EventKind = "entry.created"
    static let entryImported: EventKind = "entry.imported"
    static let entryDuplicated: EventKind = "entry.duplicated"
    static let entryDeleted: EventKind = "entry.deleted"
    static let entryRestored: EventKind = "entry.restored"
    static let entryRemoved: EventKind = "entry.removed"
    static let entryExported: EventKind = "entry.exported"
    static let entryRead: EventKind = "entry.read"
    static let entryWritten: EventKind = "entry.written"
}

extension EventDraft {
    /// - Parameter role: nil: no longer a member.
    static func member(_ user: String, _ role: Role?, by actor: EventActor) -> EventDraft {
        EventDraft(
            kind: .memberChanged, subject: user, actor: actor,
            body: .object([
                ("role", role.map { .string($0.rawValue) }), ("removed", role == nil ? true : nil),
            ]))
    }

    /// What happened to a session of the project.
    static func entry(
        _ kind: EventKind, _ session: String, by actor: EventActor,
        _ members: [(String, JSON?)] = []
    ) -> EventDraft {
        EventDraft(kind: kind, subject: session, actor: actor, body: .object(members))
    }
}

/// What a project's log comes to.
struct ProjectFacts: Sendable, Hashable {
    /// Up to which it was read.
    private(set) var revision: Revision = 0
    private(set) var name = ""
    private(set) var members: [String: Role] = [:]
    private(set) var isDeleted = false
    private(set) var createdAt: Timestamp?
    /// Days after which a session that nobody uses goes; 0: never.
    private(set) var retentionDays = Retention.standard
    /// When each session was read or changed last, as far as that is noted.
    private(set) var lastUse: [String: Timestamp] = [:]

    /// The name of the setting with ``retentionDays``.
    static let retention = "retentionDays"

    /// Takes the next event; one that was taken already changes nothing.
    mutating func take(_ event: Event) {
        guard event.revision > revision else { return }
        revision = event.revision
        createdAt = createdAt ?? event.occurredAt
        switch event.kind {
        case .titleChanged: name = event.body["title"]?.string ?? name
        case .projectDeleted: isDeleted = true
        case .projectRestored: isDeleted = false
        case .memberChanged:
            guard let user = event.subject else { return }
            members[user] = event.body["role"]?.string.flatMap { Role(rawValue: $0) }
        case .settingChanged where event.subject == Self.retention:
            retentionDays = event.body["value"]?.int ?? Retention.standard
        default: if event.kind.rawValue.hasPrefix("entry.") { use(event) }
        }
    }

    private mutating func use(_ event: Event) {
        guard let session = event.subject else { return }
        let isGone = event.kind == .entryDeleted || event.kind == .entryRemoved
        lastUse[session] = isGone ? nil : event.occurredAt
    }

    var owners: Int { members.values.count { $0 == .owner } }
}
