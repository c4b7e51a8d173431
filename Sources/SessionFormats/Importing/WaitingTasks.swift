import SessionStore

/// Calls that start a subagent, by the text they give it, until its first record comes.
struct WaitingTasks {
    /// Where a call stands.
    typealias Place = (lane: Int, revision: Revision)

    private var calls: [RecordKey: [Place]] = [:]

    mutating func add(_ text: RecordKey, at place: Place) { calls[text, default: []].append(place) }

    /// The call that gave a subagent this text; each call starts one subagent.
    mutating func claim(_ text: RecordKey) -> Place? {
        guard var waiting = calls[text], !waiting.isEmpty else { return nil }
        let call = waiting.removeFirst()
        calls[text] = waiting.isEmpty ? nil : waiting
        return call
    }
}
