import SessionStore

@testable import SessionFormats

/// A log in memory with the rules that importers rely on: revisions, forks, names.
final class FakeLog: TranscriptWriter {
    struct FakeBranch {
        var name: BranchName
        var fork: (lane: Int, revision: Revision)?
        var head: Revision
    }

    var lanes: [FakeBranch] = [FakeBranch(name: .main, head: 0)]
    /// Every event with its lane; nil: the control line.
    var log: [(lane: Int?, event: Event)] = []
    var controlRevision = 0

    init() {
        _ = try? write(
            EventDraft(
                SessionCreated(session: "00000000-0000-4000-8000-000000000000", generator: "test"),
                by: .system), to: .main)
    }

    func lane(_ name: BranchName) throws -> Int {
        guard let lane = lanes.firstIndex(where: { $0.name == name }) else {
            throw SessionError(.branchNotFound, "there is no branch \(name)")
        }
        return lane
    }

    @discardableResult
    func write(
        _ draft: EventDraft, to branch: BranchName, standingFor original: WrittenPlace?
    ) throws -> WrittenPlace {
        let lane = try lane(branch)
        if case .revision(let cause) = draft.cause {
            precondition(cause >= 1 && cause <= lanes[lane].head, "a cause that is not on the line")
        }
        lanes[lane].head += 1
        let event = event(draft, lane: lane, revision: lanes[lane].head)
        log.append((lane, event))
        return WrittenPlace(
            revision: event.revision, digest: event.digest, position: event.position)
    }

    func writeErased(_ draft: EventDraft, to branch: BranchName) throws -> WrittenPlace {
        try write(draft, to: branch, standingFor: nil)
    }

    func record(_ draft: EventDraft) throws {}

    private func event(_ draft: EventDraft, lane: Int?, revision: Revision) -> Event {
        var cause: Revision?
        if case .revision(let number) = draft.cause { cause = number }
        let position = Position(log.count + 1)
        let time = draft.occurredAt ?? Timestamp(microseconds: 0)
        return Event(
            position: position, branch: lane.map { lanes[$0].name }, revision: revision,
            kind: draft.kind, version: draft.version, dialect: draft.dialect,
            subject: draft.subject, actor: draft.actor, occurredAt: time, recordedAt: time,
            cause: cause, origin: draft.origin, id: draft.id, body: draft.body,
            content: draft.content, digest: Self.digest(position))
    }

    static func digest(_ position: Position) -> EventDigest {
        EventDigest((0..<32).map { UInt8(truncatingIfNeeded: position.number >> (8 * ($0 % 8))) })!
    }

    private func control(_ body: some EventBody) {
        controlRevision += 1
        log.append(
            (
                nil,
                event(EventDraft(body, by: .system), lane: nil, revision: Revision(controlRevision))
            ))
    }

    func fork(
        _ name: BranchName, from revision: Revision, of branch: BranchName, by actor: EventActor,
        occurredAt time: Timestamp?
    ) throws {
        let lane = try lane(branch)
        precondition(!lanes.contains { $0.name == name }, "the name is taken")
        precondition(revision >= 0 && revision <= lanes[lane].head, "no such revision")
        let digest = line(lane).first { $0.revision == revision }?.digest ?? Self.digest(0)
        lanes.append(FakeBranch(name: name, fork: (lane, revision), head: revision))
        control(BranchForked(name: name, from: digest, revision: revision))
    }

    func rename(
        _ branch: BranchName, to name: BranchName, by actor: EventActor, occurredAt time: Timestamp?
    ) throws {
        precondition(!lanes.contains { $0.name == name }, "the name is taken")
        lanes[try lane(branch)].name = name
        control(BranchRenamed(from: branch, to: name))
    }

    func branches() throws -> [Branch] {
        lanes.map { lane in
            Branch(
                name: lane.name,
                fork: lane.fork.map {
                    Point(branch: lanes[$0.lane].name, revision: $0.revision)
                }, head: lane.head, digest: Self.digest(0))
        }
    }

    func forEachEvent(from position: Position, _ body: (Event) throws -> Void) throws {
        for (lane, event) in log where event.position >= position {
            try body(event.on(lane.map { lanes[$0].name }))
        }
    }

    /// Events under the branches' names of now, in the order written.
    var events: [Event] { log.map { $0.event.on($0.lane.map { lanes[$0].name }) } }

    func events(on name: BranchName) -> [Event] { events.filter { $0.branch == name } }

    /// The whole line of a lane, ancestors included.
    func line(_ lane: Int) -> [Event] {
        let own = log.filter { $0.lane == lane }.map(\.event)
        guard let fork = lanes[lane].fork else { return own }
        return line(fork.lane).filter { $0.revision <= fork.revision } + own
    }

    /// The lines of the transcript that are kept for one of its files, in order.
    func transcript(_ file: String? = nil) -> [[UInt8]] {
        let files = Dictionary(
            events.compactMap { event in
                event.subject.flatMap { ImportMark.file(of: $0) }.map { (event.branch, $0) }
            }, uniquingKeysWith: { first, _ in first })
        return events.filter { files[$0.branch] == file }.compactMap {
            $0.recordBytes(of: .claudeCode)
        }
    }
}

extension Event {
    func on(_ branch: BranchName?) -> Event {
        Event(
            position: position, branch: branch, revision: revision, kind: kind, version: version,
            dialect: dialect, subject: subject, actor: actor, occurredAt: occurredAt,
            recordedAt: recordedAt, cause: cause, origin: origin, id: id, body: body,
            content: content, digest: digest, isErased: isErased)
    }
}
