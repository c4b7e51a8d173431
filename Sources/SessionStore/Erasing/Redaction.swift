public import SessionModel

/// One erasure as it is recorded: what, who, when, why.
public struct Redaction: Sendable, Hashable {
    /// Who erased it.
    public let actor: EventActor
    /// Who asked for it, where that was somebody else.
    public let authority: String?
    /// Why, in the words of whoever erased it; never empty.
    public let reason: String
    /// When it was recorded, by the clock of the session that recorded it.
    public let erasedAt: Timestamp
    /// The chain's digests at the events that were erased, in the order written.
    public let digests: [EventDigest]
}

extension Session {
    /// All erasures of the file, in the order they were made.
    public func redactions() async throws -> [Redaction] {
        try await read { view in
            var found: [Redaction] = []
            try view.forEachRedaction { found.append($0) }
            return found
        }
    }

    /// The erasure that took an event's content; nil for an event that is there.
    ///
    /// - Cost: one seek for an event that is there; else as many as there were erasures.
    public func redaction(of event: Event) async throws -> Redaction? {
        guard event.isErased else { return nil }
        return try await read { view in
            var found: Redaction?
            try view.forEachRedaction { redaction in
                if found == nil, redaction.digests.contains(event.digest) { found = redaction }
            }
            return found
        }
    }

    /// How many changes of files, settings and the title were erased on a line up to a moment. The
    /// erased ones do not say what they changed, which reads as it was before.
    ///
    /// - Parameters:
    ///   - kinds: those of ``EventKind/setting`` that count.
    ///   - revision: only later ones count, such as those behind the last known change of a file.
    /// - Cost: one seek for each kind and stretch of the line, and one for each title.
    public func erasedChanges(
        of kinds: [EventKind] = EventKind.setting, at moment: Moment, after revision: Revision = 0
    ) async throws -> Int {
        try await read { view in
            let end = try view.end(view.resolve(moment))
            let from = max(revision, 0) + 1
            return try kinds.reduce(0) { count, kind in
                if kind == .titleChanged { return try count + view.erasedTitles(end, from: from) }
                // All but a title have a subject, unless they were erased.
                return try count
                    + view.count(
                        kind: kind, on: end.line, from: from, through: end.revision)
            }
        }
    }

    /// The digests of all events that were erased. A branch that is brought over from another copy
    /// of the session must not bring their contents along.
    public func redactedDigests() async throws -> Set<EventDigest> {
        try await redactions().reduce(into: []) { $0.formUnion($1.digests) }
    }
}
