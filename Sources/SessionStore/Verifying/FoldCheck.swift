internal import SessionModel

/// Folds every projection along a walk over the log, branch by branch, and compares what is stored
/// with what comes of it.
struct FoldCheck: Sendable {
    private let projections: [any Projection.Type]
    private var branches: [BranchRow] = []
    /// The folds of the branch that the walk is on, in the order of `projections`; nil for one that
    /// failed.
    private var current: (branch: BranchID, folds: [(any Projection)?])
    /// Those of other branches as far as the walk has come, or as they begin.
    private var folds: [BranchID: [(any Projection)?]] = [:]
    private var forks: [Fork: [BranchID]] = [:]
    private var previews: [BranchID: PreviewRow] = [:]
    /// The branches that have a stored preview, damaged or not.
    private var previewed: Set<BranchID> = []
    /// By branch: the revisions at which each projection has snapshots, and the subjects.
    private var snapshots: [BranchID: [Set<Revision>]] = [:]
    private var subjects: [BranchID: Set<Revision>] = [:]
    /// The newest revision of each branch that the walk came to.
    private var ends: [BranchID: Revision] = [:]
    private var compared: Set<BranchID> = []
    private(set) var previewCount = 0
    private(set) var snapshotCount = 0

    private struct Fork: Hashable {
        let parent: BranchID
        let revision: Revision
    }

    /// - Parameter projections: those of the program, besides the store's own.
    init(projections: [any Projection.Type]) {
        self.projections = [PreviewFold.self] + projections
        current = (BranchID.first, self.projections.map { $0.init() })
    }

    /// Takes in the table of branches as it is now, and what is stored of those that are new in it.
    /// Of the others what was stored at first is compared: the walk comes to all that it was made
    /// of.
    mutating func take(_ rows: [BranchRow], _ view: LogView) {
        if branches.isEmpty {
            subjects[BranchID.control] =
                (try? view.subjectSnapshotRevisions(branch: BranchID.control)) ?? []
        }
        let known = branches.count
        branches = rows
        for row in rows.dropFirst(known) { begin(row, view) }
    }

    private mutating func begin(_ row: BranchRow, _ view: LogView) {
        previews[row.id] = try? view.preview(of: row.id)
        if (try? view.hasPreview(of: row.id)) ?? false { previewed.insert(row.id) }
        snapshots[row.id] = projections.map { type in
            (try? view.snapshotRevisions(
                of: type.name, version: type.version, branch: row.id)) ?? []
        }
        subjects[row.id] = (try? view.subjectSnapshotRevisions(branch: row.id)) ?? []
        guard let parent = row.parent, let fork = row.fork else { return }
        if fork > 0, ends[parent] ?? 0 >= fork {
            // It was made when the walk had passed where it leaves: what its folds begin with is
            // not known any more.
            folds[row.id] = projections.map { _ in nil }
        } else {
            forks[Fork(parent: parent, revision: fork), default: []].append(row.id)
        }
    }

    /// Takes in the walk's next event of a branch; gives what differs there.
    mutating func take(
        _ event: Event, on branch: BranchID, _ view: LogView
    ) -> [Difference] {
        if branch != current.branch { turn(to: branch) }
        let revision = event.revision
        var found: [Difference] = []
        for index in current.folds.indices {
            do {
                // In place: a copy of a fold is a copy of all that it holds.
                try current.folds[index]?.apply(event)
            } catch {
                current.folds[index] = nil
                found.append(
                    Difference("the projection \(projections[index].name) failed: \(error)"))
            }
            if snapshots[branch]?[index].contains(revision) ?? false {
                found += compare(index, branch, revision, view)
            }
        }
        for child in forks[Fork(parent: branch, revision: revision)] ?? [] {
            folds[child] = folds[child] ?? current.folds
        }
        if previews[branch]?.revision == revision { found += comparePreview(branch) }
        ends[branch] = revision
        return found
    }

    /// Events of a branch come in runs.
    private mutating func turn(to branch: BranchID) {
        folds[current.branch] = current.folds
        current = (branch, folds.removeValue(forKey: branch) ?? projections.map { $0.init() })
    }

    /// What is stored and differs, in words.
    struct Difference {
        let message: String
        init(_ message: String) { self.message = message }
    }

    private mutating func compare(
        _ index: Int, _ branch: BranchID, _ revision: Revision, _ view: LogView
    ) -> [Difference] {
        guard let fold = current.folds[index], let line = try? Line(of: branch, among: branches)
        else { return [] }
        snapshotCount += 1
        let name = projections[index].name
        let snapshot = try? view.snapshot(
            of: name, version: projections[index].version, on: line, through: revision)
        guard let snapshot, snapshot.revision == revision else {
            return [Difference("the snapshot of the \(name) is damaged")]
        }
        guard snapshot.state != fold.state.bytes else { return [] }
        return [Difference("the snapshot of the \(name) differs from the fold of the log")]
    }

    /// Compares the stored preview where the walk comes to the revision that it was made for. A
    /// branch's name may have changed since.
    private mutating func comparePreview(_ branch: BranchID) -> [Difference] {
        compared.insert(branch)
        guard let fold = current.folds[0] as? PreviewFold, var stored = previews[branch],
            let row = branches.first(where: { $0.id == branch })
        else { return [] }
        stored.name = row.name.rawValue
        previewCount += 1
        let right = PreviewRow(fold, of: row)
        // One of an earlier version is not read any more, but for its title by whoever asks in SQL.
        let isRight =
            PreviewFold.isCurrent(JSON(unchecked: stored.state))
            ? stored == right : stored.title == right.title
        guard !isRight else { return [] }
        return [Difference("the stored preview differs from the fold of the log")]
    }

    /// Compares a snapshot of the subjects, on a branch's line or the control line.
    mutating func compareSubjects(
        _ branch: BranchID, at revision: Revision, _ view: LogView
    ) -> [Difference] {
        guard subjects[branch]?.contains(revision) ?? false,
            let line = try? Line(of: branch, among: branches),
            let isRight = try? view.isSubjectSnapshotRight(on: line, at: revision)
        else { return [] }
        snapshotCount += 1
        return isRight ? [] : [Difference("the snapshot of the subjects differs from the log")]
    }

    /// What was stored and belongs to no event that the walk came to, by branch.
    func leftOver() -> [(branch: BranchID, difference: Difference)] {
        var found: [(branch: BranchID, difference: Difference)] = []
        for row in branches {
            if previewed.contains(row.id), !compared.contains(row.id) {
                found.append((row.id, Difference("the stored preview is damaged")))
            }
            var kept = Array(zip(projections.map { $0.name }, snapshots[row.id] ?? []))
            kept.append(("subjects", subjects[row.id] ?? []))
            for (name, revisions) in kept
            where revisions.contains(where: { $0 < 1 || $0 > ends[row.id] ?? 0 }) {
                found.append((row.id, Difference("a snapshot of the \(name) is of no revision")))
            }
        }
        return found
    }
}
