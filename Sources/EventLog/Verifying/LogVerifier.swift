package import SessionTerms

/// What is wrong with one event, or with the file.
package struct LogFinding: Sendable {
    package let kind: FindingKind
    package let position: Position?
    package let branch: BranchID?
    package let revision: Revision?
    package let message: String
    /// Whether no answer changes by it.
    package var isHarmless = false
}

/// Walks over the whole log in the order written and checks every digest, a stretch at a time.
/// It never stops at the first thing that is wrong.
package struct LogVerifier: Sendable {
    private struct End: Sendable {
        var revision: Revision
        var digest: EventDigest
    }

    /// Where an erased event stands.
    package struct ErasedEvent: Sendable {
        package let position: Position
        package let branch: BranchID
        package let revision: Revision
        package let digest: EventDigest
    }

    /// What one step found out.
    package struct Step: Sendable {
        /// The events that could be read, in order; empty where these were not asked for.
        package var entries = PackedEntries()
        /// How many could be read, and where the last one of them is.
        package fileprivate(set) var events = 0
        package fileprivate(set) var position: Position?
        package var findings: [LogFinding] = []
        /// The events whose rows say that they are erased.
        package fileprivate(set) var erased: [ErasedEvent] = []
        /// Where the next stretch begins.
        package let next: Position
        /// ``LogReader/epoch()`` when the entries were read.
        package let epoch: UInt64?
        package var isLast = false
    }

    private var ends: [BranchID: End] = [:]
    private var failures = 0
    /// After so many events in a row that cannot be read, the rest of the file is given up.
    private static let failureLimit = 1000

    package init() {}

    /// Checks the next stretch of the log. It is the last step if the log ends before the stretch
    /// at this moment: someone may have written since that was read.
    package mutating func step(
        _ stretch: consuming LogStretch, _ reader: LogReader
    ) -> Step {
        var step = Step(next: stretch.end, epoch: stretch.epoch)
        if let failure = stretch.failure {
            step.findings.append(
                finding(.database, at: nil, "the log cannot be read: \(failure.message)"))
            step.isLast = true
            return step
        }
        step.isLast = stretch.isEmpty && (try? reader.lastPosition()) ?? 0 < stretch.start
        for (position, item) in zip(stretch.start..., stretch.items) {
            guard failures < Self.failureLimit else {
                step.findings.append(
                    finding(
                        .damagedRow, at: position,
                        "the events from here to #\(stretch.last) cannot be read"))
                step.isLast = true
                break
            }
            check(item, at: position, &stretch.entries, reader, &step)
        }
        return step
    }

    private mutating func check(
        _ item: LogStretch.Item, at position: Position, _ entries: inout PackedEntries?,
        _ reader: LogReader, _ step: inout Step
    ) {
        switch item {
        case .event(let link, let proof):
            let entry = entries?.next()
            do {
                let end = try end(of: link.branch, reader)
                checkRevision(link, after: end, &step)
                checkDigest(of: link, proof, after: end, &step)
                if let entry { step.entries.append(entry, LogPayload()) }
                if link.isErased { step.erased.append(ErasedEvent(link)) }
                step.events += 1
                step.position = position
                failures = 0
            } catch {
                failures += 1
                step.findings.append(
                    finding(.damagedRow, link, (error as? LogError)?.message ?? "\(error)"))
            }
            ends[link.branch] = End(revision: link.revision, digest: link.digest)
        case .unreadable(let error, let link):
            let isPayload = error.code == .corruptPayload
            failures = isPayload ? 0 : failures + 1
            let kind: FindingKind = isPayload ? .unreadablePayload : .damagedRow
            guard let link else {
                return step.findings.append(finding(kind, at: position, error.message))
            }
            if let end = try? end(of: link.branch, reader) {
                checkRevision(link, after: end, &step)
            }
            step.findings.append(finding(kind, link, error.message))
            // Go on behind it with what its row says of the chain.
            ends[link.branch] = End(revision: link.revision, digest: link.digest)
        case .missing:
            failures += 1
            step.findings.append(finding(.damagedRow, at: position, "the event is missing"))
        }
    }

    private func checkRevision(
        _ link: LogStretch.Link, after end: End, _ step: inout Step
    ) {
        guard link.revision != end.revision + 1 else { return }
        step.findings.append(
            finding(.brokenChain, link, "it should have revision \(end.revision + 1)"))
    }

    private func checkDigest(
        of link: LogStretch.Link, _ proof: LogStretch.Proof, after end: End, _ step: inout Step
    ) {
        let follows =
            switch proof {
            case .known(let follows): follows
            case .open(let contribution):
                contribution.digest(after: end.digest) == link.digest
            }
        guard !follows else { return }
        step.findings.append(
            finding(
                .brokenChain, link,
                "its digest does not follow from its content and the event before it"))
    }

    /// Where a line stands before its next event.
    private mutating func end(of branch: BranchID, _ reader: LogReader) throws -> End {
        if let end = ends[branch] { return end }
        if branch == BranchID.control {
            let first =
                try reader.stored(at: 1, withPayload: false)?.row.digest ?? Chain.start
            return End(revision: 0, digest: first)
        }
        let rows = try reader.branches()
        guard let row = rows[id: branch] else { throw LogError.damaged("its branch is missing") }
        let fork = row.fork ?? 0
        let line = try Line(of: branch, among: rows)
        guard fork > 0 else { return End(revision: 0, digest: Chain.start) }
        let entry = try reader.entry(revision: fork, on: line, headersOnly: true)
        return End(revision: fork, digest: entry?.digest ?? Chain.start)
    }

    private func finding(
        _ kind: FindingKind, at position: Position?, _ message: String
    ) -> LogFinding {
        LogFinding(kind: kind, position: position, branch: nil, revision: nil, message: message)
    }

    private func finding(
        _ kind: FindingKind, _ link: LogStretch.Link, _ message: String
    ) -> LogFinding {
        LogFinding(
            kind: kind, position: link.position, branch: link.branch, revision: link.revision,
            message: message)
    }
}

extension LogVerifier.ErasedEvent {
    fileprivate init(_ link: LogStretch.Link) {
        (position, branch, revision) = (link.position, link.branch, link.revision)
        digest = link.digest
    }
}

extension LogFinding {
    fileprivate init(_ message: String, isHarmless: Bool = false) {
        self.init(
            kind: .database, position: nil, branch: nil, revision: nil, message: message,
            isHarmless: isHarmless)
    }
}

extension LogReader {
    /// What of the schema is not as it was made, and changes no answer.
    package func schemaFindings() throws -> [LogFinding] {
        let triggers = try SchemaCheck.missingTriggers(in: rows).map { name in
            LogFinding(
                "its schema lacks the trigger \(name): no other program is kept from changing rows")
        }
        let tables = try SchemaCheck.statistics(in: rows).joined(separator: ", ")
        guard !tables.isEmpty else { return triggers }
        let message = "it has statistics that SQLite's ANALYZE made (\(tables))"
        return triggers + [LogFinding(message, isHarmless: true)]
    }

    /// SQLite's own check of the whole database
    /// (<https://www.sqlite.org/pragma.html#pragma_integrity_check>).
    package func databaseFindings() -> [LogFinding] {
        do {
            return try rows.integrityFindings(limit: 100).map { LogFinding($0) }
        } catch {
            return [LogFinding("\(error)")]
        }
    }
}
