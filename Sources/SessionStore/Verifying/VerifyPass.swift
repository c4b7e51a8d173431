internal import SessionModel

/// What a walk over a log finds: the log's own findings, and the folds that are stored beside it.
struct VerifyPass: Sendable {
    private var branches: [BranchRow] = []
    private var expected = ControlFold()
    private var folds: FoldCheck
    private let scope: VerifyScope
    private var requests = RequestCheck()
    private var erasures = ErasureCheck()
    private var hasBegun = false
    /// ``LogReader/epoch()`` when the first stretch was read. Where events are erased
    /// meanwhile, what was folded before is not what is stored now, and is not compared any more.
    private var epoch: UInt64?
    private var isOvertaken = false
    private(set) var position: Position = 0
    /// What was compared so far.
    private(set) var counts = ProjectionCheck.Counts()

    init(_ scope: VerifyScope, projections: [any Projection.Type]) {
        self.scope = scope
        folds = FoldCheck(projections: projections)
    }

    /// Takes in the next stretch of the log, whose digests were checked.
    mutating func take(_ step: consuming LogVerifier.Step, _ view: LogView) -> [Finding] {
        if !hasBegun { (hasBegun, epoch) = (true, step.epoch) }
        lookAround(view)
        var findings = step.findings.map { finding($0) }
        position = step.position ?? position
        counts.events += step.events
        erasures.take(step.erased)
        let isLast = step.isLast
        if scope == .everything { findings += fold(step, view) }
        if isLast { findings += finish(view) }
        return findings
    }

    private mutating func fold(
        _ step: consuming LogVerifier.Step, _ view: LogView
    ) -> [Finding] {
        var findings: [Finding] = []
        isOvertaken =
            isOvertaken || step.epoch != epoch || (try? view.epoch()) != epoch
        while let entry = step.entries.next() { findings += take(entry, view) }
        return findings
    }

    /// Others fork, rename and write meanwhile. What the stretch has of them was there before the
    /// view's state.
    private mutating func lookAround(_ view: LogView) {
        branches = view.branches.isEmpty ? branches : view.branches
        if scope == .everything { folds.take(branches, view) }
    }

    // MARK: Folding

    private mutating func take(_ entry: consuming LogEntry, _ view: LogView) -> [Finding] {
        let view = view.with(branches)
        let (position, branch, revision) = (entry.position, entry.branch, entry.revision)
        let told = requests.take(entry, view)
        guard let event = try? view.event(entry) else { return [] }
        var found = folds.compareSubjects(branch, at: revision, view)
        if branch == BranchID.control {
            expected.apply(event) { digest, revision, branch in
                let likely = branches[id: branch]?.parent
                return view.owner(of: digest, revision: revision, likely: likely)
            }
        } else {
            found += folds.take(event, on: branch, view)
        }
        if isOvertaken { found = [] }
        guard told != nil || !found.isEmpty else { return [] }
        let moment = moment(branch, revision)
        return found.map { finding($0, position, moment: moment) }
            + (told.map { [unreadable($0, position, moment: moment)] } ?? [])
    }

    private func unreadable(_ message: String, _ position: Position, moment: String?) -> Finding {
        Finding(
            kind: .unreadablePayload, position: position, moment: moment, message: message,
            advice: "It was written by a program that did not check it; the log itself is intact.")
    }

    private func finding(
        _ difference: FoldCheck.Difference, _ position: Position?, moment: String?
    ) -> Finding {
        Finding(
            kind: .staleProjection, position: position, moment: moment,
            message: difference.message,
            advice: "Previews and snapshots can be deleted; they are made anew from the log.")
    }

    // MARK: The end

    private mutating func finish(_ view: LogView) -> [Finding] {
        var findings = checkErasures(view)
        guard scope == .everything else { return findings }
        for (branch, difference) in isOvertaken ? [] : folds.leftOver() {
            findings.append(finding(difference, nil, moment: name(of: branch)?.rawValue))
        }
        do {
            findings += compareBranches(try view.storedBranches())
        } catch {
            findings.append(
                Finding(
                    kind: .damagedRow, position: nil, moment: nil, message: "\(error)",
                    advice: Self.damageAdvice))
        }
        return findings
    }

    private func checkErasures(_ view: LogView) -> [Finding] {
        do {
            return try erasures.problems(view).map { problem in
                Finding(
                    kind: .unrecordedErasure, position: problem.position,
                    moment: moment(problem.branch, problem.revision), message: problem.message,
                    advice: "Compare with a copy, or with a seal from before: \(.redact) "
                        + "never does one without the other.")
            }
        } catch {
            return [
                Finding(
                    kind: .damagedRow, position: nil, moment: nil,
                    message: "the records of erasures cannot be read: \(error)",
                    advice: Self.damageAdvice)
            ]
        }
    }

    private mutating func compareBranches(_ rows: [BranchRow]) -> [Finding] {
        counts.branches = rows.count
        counts.previews = folds.previewCount
        counts.snapshots = folds.snapshotCount
        guard rows != expected.rows else { return [] }
        return [
            Finding(
                kind: .wrongCount, position: nil, moment: nil,
                message: "the table of branches differs from the control line: "
                    + expected.differences(from: rows).joined(separator: "; "),
                advice: "Export the session and import it again: the log itself is what counts.")
        ]
    }

    // MARK: Saying it

    private static let damageAdvice: Hint =
        "Restore the file from a copy; what stands before and behind the event can still be read."

    func finding(_ found: LogFinding) -> Finding {
        Finding(
            kind: found.kind, position: found.position,
            moment: moment(found.branch, found.revision), message: found.message,
            advice: found.isHarmless ? Self.harmlessAdvice : Self.advice(found.kind))
    }

    private static let harmlessAdvice: Hint =
        "They are harmless, and go when the session is next opened for writing."

    private static func advice(_ kind: FindingKind) -> Hint {
        switch kind {
        case .brokenChain:
            "This event or the one before it was changed; compare with a copy."
        case .database: "Restore the file from a copy, or recover it with \(.recoverTables)."
        default: damageAdvice
        }
    }

    private func moment(_ branch: BranchID?, _ revision: Revision?) -> String? {
        guard let branch, let revision, let name = name(of: branch) else { return nil }
        return "\(name)@\(revision)"
    }

    private func name(of branch: BranchID) -> BranchName? {
        branches[id: branch]?.name
    }
}
