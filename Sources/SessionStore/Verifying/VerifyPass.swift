internal import EventLog
internal import SessionModel

/// One walk over a log: the log's own findings, and the folds that are stored beside it.
struct VerifyPass: Sendable {
    private var log = LogVerifier()
    private var branches: [BranchRow] = []
    private var expected = ControlFold()
    /// The fold of each branch as far as the walk has come.
    private var folds: [Int64: PreviewFold] = [:]
    /// The stored preview of each branch, and the revisions at which it has snapshots.
    private var previews: [Int64: PreviewRow] = [:]
    private var snapshots: [Int64: Set<Int64>] = [:]
    /// Folds at fork points, for the branches that begin there.
    private var beginnings: [Int64: PreviewFold] = [:]
    private(set) var position: Int64 = 0
    private(set) var isDone = false
    /// What was compared so far.
    private(set) var counts = ProjectionCheck.Counts()

    mutating func step(_ reader: LogReader) -> [Finding] {
        if position == 0 { begin(reader) }
        let step = log.step(reader)
        var findings = step.findings.map { finding($0) }
        for entry in step.entries { findings += take(entry, reader) }
        position = step.entries.last?.position ?? position
        if step.isLast {
            findings += finish(reader)
            isDone = true
        }
        return findings
    }

    private mutating func begin(_ reader: LogReader) {
        branches = (try? reader.branches()) ?? []
        for row in branches {
            previews[row.id] = try? reader.preview(of: row.id)
            snapshots[row.id] = try? reader.snapshotRevisions(
                of: PreviewFold.name, version: PreviewFold.version, branch: row.id)
        }
    }

    // MARK: Folding

    private mutating func take(_ entry: LogEntry, _ reader: LogReader) -> [Finding] {
        let view = LogView(reader, branches: branches)
        guard let event = try? view.event(entry) else { return [] }
        counts.events += 1
        guard entry.branch != BranchRow.control else {
            expected.apply(event, owner: { view.owner(of: $0, revision: $1) })
            return []
        }
        var fold =
            folds.removeValue(forKey: entry.branch) ?? beginnings[entry.branch] ?? PreviewFold()
        fold.apply(event)
        folds[entry.branch] = fold
        for row in branches where row.fork == entry.revision && row.parent == entry.branch {
            beginnings[row.id] = fold
        }
        let findings = comparePreview(with: fold, entry)
        guard snapshots[entry.branch]?.contains(entry.revision) ?? false else { return findings }
        return findings + compareSnapshot(with: fold, entry, reader)
    }

    /// Compares the stored preview where the walk comes to the revision that it was made for. A
    /// branch's name may have changed since.
    private mutating func comparePreview(with fold: PreviewFold, _ entry: LogEntry) -> [Finding] {
        guard var stored = previews[entry.branch], stored.revision == entry.revision,
            let row = branches.first(where: { $0.id == entry.branch })
        else { return [] }
        stored.name = row.name
        counts.previews += 1
        guard stored != PreviewRow(fold, of: row) else { return [] }
        return [
            Finding(
                kind: .staleProjection, position: entry.position,
                moment: moment(entry.branch, entry.revision),
                message: "the stored preview differs from the fold of the log",
                advice: "Previews can be deleted; they are made anew from the log.")
        ]
    }

    private mutating func compareSnapshot(
        with fold: PreviewFold, _ entry: LogEntry, _ reader: LogReader
    ) -> [Finding] {
        guard let line = try? Line(of: entry.branch, among: branches),
            let snapshot = try? reader.snapshot(
                of: PreviewFold.name, version: PreviewFold.version, on: line,
                through: entry.revision),
            snapshot.revision == entry.revision
        else { return [] }
        counts.snapshots += 1
        guard snapshot.state != fold.state.bytes else { return [] }
        return [
            Finding(
                kind: .staleProjection, position: entry.position,
                moment: moment(entry.branch, entry.revision),
                message: "the snapshot of the preview differs from the fold of the log",
                advice: "Snapshots can be deleted; they are made anew from the log.")
        ]
    }

    // MARK: The end

    private mutating func finish(_ reader: LogReader) -> [Finding] {
        var findings = reader.databaseFindings().map { finding($0) }
        do {
            findings += compareBranches(try reader.branches())
        } catch {
            findings.append(
                Finding(
                    kind: .damagedRow, position: nil, moment: nil, message: "\(error)",
                    advice: Self.damageAdvice))
        }
        return findings
    }

    private mutating func compareBranches(_ rows: [BranchRow]) -> [Finding] {
        counts.branches = rows.count
        guard rows != expected.rows else { return [] }
        return [
            Finding(
                kind: .wrongCount, position: nil, moment: nil,
                message: "the table of branches differs from the control line: "
                    + "\(rows.map(\.name)) instead of \(expected.rows.map(\.name))",
                advice: "Export the session and import it again: the log itself is what counts.")
        ]
    }

    // MARK: Saying it

    private static let damageAdvice =
        "Restore the file from a copy; what stands before and behind the event can still be read."

    private func finding(_ found: LogFinding) -> Finding {
        let kind: Finding.Kind
        let advice: String
        switch found.kind {
        case .damagedRow: (kind, advice) = (.damagedRow, Self.damageAdvice)
        case .unreadablePayload: (kind, advice) = (.unreadablePayload, Self.damageAdvice)
        case .brokenChain:
            (kind, advice) = (
                .brokenChain,
                "This event or the one before it was changed; compare with a copy."
            )
        case .database:
            (kind, advice) = (
                .database,
                "Restore the file from a copy, or recover it with `sqlite3 FILE .recover`."
            )
        }
        return Finding(
            kind: kind, position: found.position, moment: moment(found.branch, found.revision),
            message: found.message, advice: advice)
    }

    private func moment(_ branch: Int64?, _ revision: Int64?) -> String? {
        guard let branch, let revision, branch > 0, branch <= Int64(branches.count) else {
            return nil
        }
        return "\(branches[Int(branch) - 1].name)@\(revision)"
    }
}
