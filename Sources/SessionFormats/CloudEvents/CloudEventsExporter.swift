import SessionStore

/// Writes a session as CloudEvents 1.0, one JSON object a line: everything that its log holds, in
/// the order written, from which an import rebuilds an equal session.
struct CloudEventsExporter: TranscriptExporter {
    let session: Session

    init(_ session: Session) { self.session = session }

    func export(
        at moment: Moment?, to sink: (_ file: String?, _ bytes: [UInt8]) throws -> Void
    ) async throws -> ExportReport {
        var report = ExportReport()
        var forks = moment == nil ? [:] : try await forks()
        for try await event in try await session.events(upTo: moment) {
            // A line's own forks come where they are needed, so that it can be read back.
            if let branch = event.branch, let fork = forks.removeValue(forKey: branch) {
                try write(fork) { try sink(nil, $0) }
                report.converted += 1
            }
            try write(event) { try sink(nil, $0) }
            report.converted += 1
        }
        return report
    }

    func fileName(at moment: Moment?, stem: String) async throws -> String { stem + ".jsonl" }

    private func write(_ event: Event, to sink: ([UInt8]) throws -> Void) throws {
        var line = PiecedLine()
        try CloudEvent.encode(event, session: session.id) { try line.add($0, to: sink) }
        try line.add([0x0A], to: sink)
        try line.flush(to: sink)
    }

    /// The events that began the branches, by the name that each branch has now.
    private func forks() async throws -> [BranchName: Event] {
        let branches = try await session.branches()
        var forks: [BranchName: Event] = [:]
        var number = 1
        for try await event in session.allEvents(headersOnly: true)
        where event.kind == .branchForked && number < branches.count {
            let name = branches[number].name
            let fork = try await session.event(at: .position(event.position))
            forks[name] = fork.beginning(name)
            number += 1
        }
        return forks
    }
}

extension Session {
    /// The line of a branch up to a moment; nil: all events in the order written.
    func events(upTo moment: Moment?) async throws -> EventSequence {
        guard let moment else { return allEvents() }
        let point = try await resolve(moment)
        return events(
            on: point.branch, from: 1, through: point.revision, includingPieces: true)
    }
}

extension Event {
    /// The same fork under the name that its branch has now.
    fileprivate func beginning(_ name: BranchName) -> Event {
        let fork = BranchForked(body, version: version)
        let body = BranchForked(name: name, from: fork.from ?? .zero, revision: fork.revision).json
        return Event(
            position: position, branch: nil, revision: revision, kind: kind, version: version,
            actor: actor, occurredAt: occurredAt, recordedAt: recordedAt, body: body,
            digest: digest)
    }
}
