public import SessionStore

extension Records {
    /// Sizes in bytes, counts, and the heads with their digests.
    ///
    /// - Parameter path: the session's file; nil: it is not named.
    public static func info(_ info: SessionInfo, _ holds: [Hold], of path: String? = nil) -> JSON {
        let kinds = info.eventsByKind.map { ($0.kind.rawValue, JSON?.some(.number($0.count))) }
        return .object([
            ("session", .string(info.id)), ("path", path.map { .string($0) }),
            ("formatVersion", .number(info.formatVersion)), ("pageSize", .number(info.pageSize)),
            ("fileSize", .number(info.fileSize)), ("payloadSize", .number(info.payloadSize)),
            ("storedSize", .number(info.storedSize)), ("events", .number(info.events)),
            ("eventsByKind", .object(kinds)),
            ("branches", .array(info.branches.map { branch($0) })),
            ("holds", .array(holds.map { hold($0) })),
        ])
    }

    /// What keeps a session from being erased and pruned: who set it, when and why.
    public static func hold(_ hold: Hold) -> JSON {
        [
            "name": .string(hold.name), "reason": .string(hold.reason),
            "actor": .string(hold.actor.rawValue), "setAt": .string(hold.setAt.description),
        ]
    }
}
