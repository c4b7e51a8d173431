internal import SessionStore

/// The events of a project's log, as `Schemas/project-1.md` describes them.
extension EventKind {
    static let memberChanged: EventKind = "member.changed"
    static let preferenceChanged: EventKind = "preference.changed"
    static let tabsChanged: EventKind = "tabs.changed"
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

    /// A member's own setting in the project.
    ///
    /// - Parameter value: null: there is none any more.
    static func preference(_ name: String, _ value: JSON, by actor: EventActor) -> EventDraft {
        EventDraft(
            kind: .preferenceChanged, subject: name, actor: actor,
            body: value.isNull ? ["removed": true] : ["value": value])
    }

    /// The tabs that a member has open in the project.
    static func tabs(_ tabs: Tabs, by actor: EventActor) throws -> EventDraft {
        EventDraft(kind: .tabsChanged, actor: actor, body: try JSON(encoding: tabs))
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
    /// Days after which nothing says any more who read or changed a session, and from where.
    private(set) var accessDays = Retention.standardOfNotes
    /// What applications keep in the project, by name, for all of its members.
    private(set) var settings: [String: JSON] = [:]
    /// What applications keep in the project for one member, by member and name.
    private(set) var preferences: [EventActor: [String: JSON]] = [:]
    /// By member.
    private(set) var tabs: [EventActor: Tabs] = [:]
    /// When each session was read or changed last, as far as that is noted.
    private(set) var lastUse: [String: Timestamp] = [:]

    /// The names of the settings with ``retentionDays`` and ``accessDays``.
    static let (retention, access) = ("retentionDays", "accessDays")

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
        case .settingChanged where event.subject == Self.access:
            accessDays = event.body["value"]?.int ?? Retention.standardOfNotes
        case .settingChanged:
            guard let name = event.subject else { return }
            settings[name] = event.body["value"]
        case .preferenceChanged:
            guard let name = event.subject else { return }
            preferences[event.actor, default: [:]][name] = event.body["value"]
        case .tabsChanged: tabs[event.actor] = try? event.body.decode(Tabs.self)
        default: if event.kind.rawValue.hasPrefix("entry.") { use(event) }
        }
    }

    private mutating func use(_ event: Event) {
        guard let session = event.subject else { return }
        let isGone = event.kind == .entryDeleted || event.kind == .entryRemoved
        lastUse[session] = isGone ? nil : event.occurredAt
    }

    /// Whether nobody but this user could change the project.
    func isOnlyOwner(_ user: String) -> Bool {
        members[user] == .owner && members.values.count { $0 == .owner } == 1
    }
}
