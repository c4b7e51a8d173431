public import SessionModel

/// What an erasure would take away, before it does.
public struct RedactionPlan: Sendable {
    /// The events that go, in the order written, without their bodies: those that were asked for,
    /// copies that merges took over of them, and the pieces of a streamed answer with the answer.
    public internal(set) var events: [Event] = []
    /// Other events that hold the same bytes: the next version of a file, a request, an answer that
    /// quotes, what a merge made of a value, a file that says it had the name before. They stay
    /// unless they are asked for too.
    public internal(set) var alike: [Event] = []
    /// Events that fit and cannot be erased, for the file's structure is told by them.
    public internal(set) var refused: [Event] = []
    /// Events that were asked for and are erased already.
    public internal(set) var erased: [Event] = []
    /// Events that were asked for, or go with those, and cannot be erased: they are damaged, or
    /// build on what is, so that what would have to stay of them cannot be told.
    public internal(set) var damaged: [Event] = []
    /// Positions of events that could not be looked through, for they are damaged: what is looked
    /// for may stand there too.
    public internal(set) var unread: [Position] = []
    /// States of files, and recorded requests and contexts, each with an event that they are
    /// computed from.
    var derived: [(state: Event, source: Position)] = []
    /// How many events of the file could be erased.
    public internal(set) var erasable = 0

    /// Whether nothing would be left of the session but its structure.
    public var isEverything: Bool { !events.isEmpty && events.count == erasable }

    /// What stays and cannot be read any more, in the order written: states of files whose content
    /// is computed from events that go, and requests and contexts that repeat what these say.
    ///
    /// - Parameter everywhere: whether ``alike`` go too.
    public func unreadable(everywhere: Bool = false) -> [Event] {
        let going = Set((events + (everywhere ? alike : [])).map(\.position))
        var seen = going
        return derived.filter {
            going.contains($0.source) && seen.insert($0.state.position).inserted
        }
        .map(\.state).sorted { $0.position < $1.position }
    }
}

extension Session {
    /// What erasing the events at these moments would take away. Writes nothing.
    ///
    /// - Throws: ``SessionError/Code/notErasable`` for an event that the file's structure is told
    ///   by: the session's first one, forks, tags, merges, marks of imports. `momentNotFound`,
    ///   `eventNotFound`.
    /// - Cost: one pass over the log.
    public func planRedaction(of moments: [Moment]) async throws -> RedactionPlan {
        var wanted: Set<Position> = []
        for moment in moments {
            let event = try await event(at: moment, headersOnly: true)
            guard event.isErasable else {
                throw SessionError(
                    .notErasable,
                    "#\(event.position) (\(event.kind)) cannot be erased: branches, tags, imports "
                        + "and the session itself are told by such events",
                    hint: "Erase the events that hold what must go; \(.prune) removes whole "
                        + "sessions.")
            }
            wanted.insert(event.position)
        }
        let chosen = wanted
        return try await read { view in
            var scan = try RedactionScan(view, asked: chosen, finding: nil)
            return try scan.run()
        }
    }

    /// What erasing every event that fits a pattern would take away. Writes nothing.
    ///
    /// - Cost: one pass over the log.
    public func planRedaction(matching pattern: RedactionPattern) async throws -> RedactionPlan {
        try await read { view in
            var scan = try RedactionScan(view, asked: [], finding: pattern.matcher())
            return try scan.run()
        }
    }
}

extension Event {
    /// Whether the event can be erased: branches, tags, merges and the session itself are told by
    /// events that stay, and so is how far an import came, which keeps the next import of the
    /// transcript from bringing everything back.
    public var isErasable: Bool {
        let isMark =
            kind == .settingChanged && subject.map { SubjectChanged.isImportMark($0) } ?? false
        return branch != nil && kind != .sessionCreated && kind != .branchMerged && !isMark
    }
}
