import SessionStore

/// Conversations that stand inside of one record.
extension FactMapper {
    /// Writes the messages of a record, each leaf on a branch of its own; the first one is where
    /// the conversation stands.
    mutating func write(
        _ tree: [TreeMessage], behind revision: Revision, on lane: Int,
        _ writer: some TranscriptWriter
    ) throws {
        var places: [(lane: Int, revision: Revision)] = []
        for message in tree {
            let above = message.parent.map { places[$0] } ?? (lane: lane, revision: revision)
            if let time = message.time { lanes.clock = time }
            let isLast = lanes[above.lane].head == above.revision
            let own =
                isLast
                ? above.lane : try lanes.forkLine(from: above.revision, of: above.lane, writer)
            var draft = draft(of: message).with(occurredAt: lanes.clock ?? Timestamp(seconds: 0))
            draft.id = message.id
            draft.cause = message.parent == nil ? nil : .revision(above.revision)
            let place = try lanes.write(draft, to: own, writer)
            places.append((own, place.revision))
        }
    }

    private func draft(of message: TreeMessage) -> EventDraft {
        let model = message.model ?? "assistant"
        return EventDraft(
            kind: message.isAsked ? .promptSubmitted : .responseReceived,
            actor: message.isAsked ? .user(user) : .model(model),
            body: .object([(Attribute.text, JSON(unchecked: message.text.bytes))]))
    }
}
