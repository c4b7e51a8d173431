public import SessionStore

extension Records {
    /// What becomes of the events that an erasure looked at, one value each with its `fate`:
    /// `erased`, or `planned` where that is still to be done; `alike` holds the same bytes and
    /// stays; `unreadable` is computed from what goes; `damaged` and `refused` cannot be erased;
    /// `erasedBefore` was; `unread` could not be looked through.
    ///
    /// - Parameters:
    ///   - everywhere: whether the events that hold the same bytes go too.
    ///   - redaction: what was done; nil: nothing yet.
    public static func redaction(
        _ plan: RedactionPlan, everywhere: Bool, done redaction: Redaction?
    ) -> [JSON] {
        let done = Set(redaction?.digests ?? [])
        let goes = { (event: Event) in done.contains(event.digest) ? "erased" : "planned" }
        let fates =
            plan.events.map { ($0, goes($0)) }
            + plan.alike.map { ($0, everywhere ? goes($0) : "alike") }
            + plan.unreadable(everywhere: everywhere).map { ($0, "unreadable") }
            + plan.damaged.map { ($0, "damaged") } + plan.refused.map { ($0, "refused") }
            + plan.erased.map { ($0, "erasedBefore") }
        return fates.map { erasure(of: $0.0, fate: $0.1) }
            + plan.unread.map { position in
                .object([("position", .number(position)), ("fate", .string("unread"))])
            }
    }

    private static func erasure(of event: Event, fate: String) -> JSON {
        .object([
            ("position", .number(event.position)),
            ("branch", event.branch.map { .string($0.rawValue) }),
            ("revision", .number(event.revision)), ("kind", .string(event.kind.rawValue)),
            ("path", fate == "unreadable" ? event.subject.map { .string($0) } : nil),
            ("digest", .string(event.digest.description)), ("fate", .string(fate)),
        ])
    }

    /// Whether a hold is set now.
    ///
    /// - Parameter path: the session's file.
    public static func hold(_ name: String, isHeld: Bool, of path: String) -> JSON {
        ["path": .string(path), "name": .string(name), "held": .bool(isHeld)]
    }

    /// What becomes of a session of a folder that is pruned.
    ///
    /// - Parameters:
    ///   - fate: in a word.
    ///   - note: why.
    public static func pruned(
        _ candidate: SessionPruner.Candidate, fate: String, note: String?
    ) -> JSON {
        .object([
            ("path", .string(candidate.file)), ("size", .number(candidate.size)),
            ("lastEvent", time(candidate.lastEvent)), ("fate", .string(fate)),
            ("note", note.map { .string($0) }),
        ])
    }
}
