import SessionStore

/// Subagents: branches beside the conversation, which nobody goes on with.
extension Lanes {
    /// The lane of a subagent's file: all its records lie on one.
    func lane(ofFile file: String) -> Int? { all.firstIndex { $0.file == file } }

    /// Begins the lane of a subagent.
    ///
    /// - Parameters:
    ///   - agent: its name, after which the branch is called.
    ///   - call: where it was called; nil: it is not known, and begins where the transcript is.
    mutating func forkSidechain(
        of agent: String?, from call: (lane: Int, revision: Revision)?,
        _ writer: some TranscriptWriter
    ) throws -> Int {
        let (lane, revision) = call ?? (current, self[current].head)
        let name = agent.map { BranchName(ofSubagent: $0) }
        let free = name.flatMap { $0.problem == nil && byName[$0] == nil ? $0 : nil }
        let begun = try fork(free ?? freeName("agent"), from: revision, of: lane, writer)
        self[begun].isSidechain = true
        return begun
    }

    /// Writes the file that a tool changed, on its line and on the line of whoever called the
    /// subagent: there the event stands for the first one and repeats nothing.
    mutating func writeFile(
        _ draft: EventDraft, to lane: Int, _ writer: some TranscriptWriter
    ) throws {
        let place = try write(draft, to: lane, writer)
        var lane = lane
        while self[lane].isSidechain, let parent = self[lane].parent {
            let fork = self[lane].fork
            let copy = EventDraft(
                kind: draft.kind, subject: draft.subject, actor: draft.actor,
                occurredAt: draft.occurredAt, cause: fork > 0 ? .revision(fork) : nil,
                origin: place.digest)
            _ = try write(copy, to: parent, writer)
            lane = parent
        }
    }
}
