internal import SessionStore

/// Notes who read and who changed which session: reads once for a person, a session and an hour,
/// changes each. Written shortly after, several at once, so that nobody waits for it.
actor AccessLog {
    private struct Read: Hashable {
        let user: String
        let session: String
        let hour: Int
    }

    /// Who does something, and from where.
    struct Visitor: Sendable {
        let caller: Caller
        let address: String?
        /// As the client calls itself.
        let client: String?
    }

    private var reads: Set<Read> = []
    private var waiting: [(Project, EventDraft)] = []
    private var writing: Task<Void, Never>?
    private let clock: @Sendable () -> Timestamp
    private let people: People
    private let failed: @Sendable (any Error) -> Void

    /// - Parameters:
    ///   - clock: the time of day.
    ///   - people: of whom an address and a client may be noted.
    ///   - failed: told of notes that could not be written.
    init(
        clock: @escaping @Sendable () -> Timestamp, people: People,
        failed: @escaping @Sendable (any Error) -> Void
    ) { (self.clock, self.people, self.failed) = (clock, people, failed) }

    func noteRead(of session: String, in project: Project, by visitor: Visitor) {
        let now = clock()
        let hour = Int(now.microseconds / 3_600_000_000)
        let read = Read(user: visitor.caller.user, session: session, hour: hour)
        guard reads.insert(read).inserted else { return }
        if reads.count > 100_000 { reads = reads.filter { $0.hour == hour } }
        add(.entryRead, session, project, visitor, now)
    }

    func noteChange(of session: String, in project: Project, by visitor: Visitor) {
        add(.entryWritten, session, project, visitor, clock())
    }

    private func add(
        _ kind: EventKind, _ session: String, _ project: Project, _ visitor: Visitor,
        _ time: Timestamp
    ) {
        let origin: [(String, JSON?)] = [
            ("address", visitor.address.map { .string($0) }),
            ("client", visitor.client.map { .string($0) }),
        ]
        let draft = EventDraft.entry(
            kind, session, by: visitor.caller.actor,
            people.areOriginsNoted(of: visitor.caller.user) ? origin : [])
        waiting.append((project, draft.with(occurredAt: time)))
        if writing == nil { writing = Task { await self.write() } }
    }

    private func write() async {
        try? await Task.sleep(for: .milliseconds(50))
        while !waiting.isEmpty {
            let batch = Dictionary(grouping: waiting) { $0.0.id }
            waiting = []
            for notes in batch.values {
                do {
                    try await notes[0].0.record(notes.map(\.1))
                } catch {
                    failed(error)
                }
            }
        }
        writing = nil
    }

    /// Writes what is left.
    func finish() async { while let task = writing { await task.value } }
}
