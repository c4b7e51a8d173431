internal import EventLog
internal import SessionModel

/// Folds every projection along a walk over the log, branch by branch, and compares what is stored
/// with what comes of it.
struct FoldCheck: Sendable {
    private let projections: [any Projection.Type]
    private var branches: [BranchRow] = []
    /// The folds of each branch as far as the walk has come, in the order of `projections`; nil for
    /// one that failed.
    private var folds: [Int64: [(any Projection)?]] = [:]
    /// Folds at fork points, for the branches that begin there.
    private var beginnings: [Int64: [(any Projection)?]] = [:]
    private var forks: [Fork: [Int64]] = [:]
    private var previews: [Int64: PreviewRow] = [:]
    /// By branch: the revisions at which each projection has snapshots, and the subjects.
    private var snapshots: [Int64: [Set<Int64>]] = [:]
    private var subjects: [Int64: Set<Int64>] = [:]
    /// The newest revision of each branch that the walk came to.
    private var ends: [Int64: Int64] = [:]
    private var compared: Set<Int64> = []
    private(set) var previewCount = 0
    private(set) var snapshotCount = 0

    private struct Fork: Hashable {
        let parent: Int64
        let revision: Int64
    }

    /// - Parameter projections: those of the program, besides the store's own.
    init(projections: [any Projection.Type]) {
        self.projections = [PreviewFold.self] + projections
    }

    mutating func begin(_ reader: LogReader, _ branches: [BranchRow]) {
        self.branches = branches
        for row in branches {
            previews[row.id] = try? reader.preview(of: row.id)
            snapshots[row.id] = projections.map { type in
                (try? reader.snapshotRevisions(
                    of: type.name, version: type.version, branch: row.id)) ?? []
            }
            subjects[row.id] = (try? reader.subjectSnapshotRevisions(branch: row.id)) ?? []
            if let parent = row.parent, let fork = row.fork {
                forks[Fork(parent: parent, revision: fork), default: []].append(row.id)
            }
        }
        subjects[BranchRow.control] =
            (try? reader.subjectSnapshotRevisions(branch: BranchRow.control)) ?? []
    }

    /// Takes in the walk's next event of a branch; gives what differs there.
    mutating func take(_ event: Event, _ entry: LogEntry, _ reader: LogReader) -> [Difference] {
        var found: [Difference] = []
        ends[entry.branch] = entry.revision
        var current =
            folds.removeValue(forKey: entry.branch) ?? beginnings[entry.branch]
            ?? projections.map { $0.init() }
        for index in current.indices {
            guard var fold = current[index] else { continue }
            do {
                try fold.apply(event)
                current[index] = fold
                found += compare(fold, index, entry, reader)
            } catch {
                current[index] = nil
                found.append(
                    Difference("the projection \(projections[index].name) failed: \(error)"))
            }
        }
        for child in forks[Fork(parent: entry.branch, revision: entry.revision)] ?? [] {
            beginnings[child] = current
        }
        if let preview = current[0] as? PreviewFold {
            found += comparePreview(with: preview, entry)
        }
        folds[entry.branch] = current
        return found
    }

    /// What is stored and differs, in words.
    struct Difference {
        let message: String
        init(_ message: String) { self.message = message }
    }

    private mutating func compare(
        _ fold: any Projection, _ index: Int, _ entry: LogEntry, _ reader: LogReader
    ) -> [Difference] {
        guard snapshots[entry.branch]?[index].contains(entry.revision) ?? false,
            let line = try? Line(of: entry.branch, among: branches)
        else { return [] }
        snapshotCount += 1
        let name = projections[index].name
        let snapshot = try? reader.snapshot(
            of: name, version: projections[index].version, on: line, through: entry.revision)
        guard let snapshot, snapshot.revision == entry.revision else {
            return [Difference("the snapshot of the \(name) is damaged")]
        }
        guard snapshot.state != fold.state.bytes else { return [] }
        return [Difference("the snapshot of the \(name) differs from the fold of the log")]
    }

    /// Compares the stored preview where the walk comes to the revision that it was made for. A
    /// branch's name may have changed since.
    private mutating func comparePreview(
        with fold: PreviewFold, _ entry: LogEntry
    ) -> [Difference] {
        guard var stored = previews[entry.branch], stored.revision == entry.revision,
            let row = branches.first(where: { $0.id == entry.branch })
        else { return [] }
        stored.name = row.name
        previewCount += 1
        compared.insert(row.id)
        guard stored != PreviewRow(fold, of: row) else { return [] }
        return [Difference("the stored preview differs from the fold of the log")]
    }

    /// Compares a snapshot of the subjects, on a branch's line or the control line.
    mutating func compareSubjects(_ entry: LogEntry, _ reader: LogReader) -> [Difference] {
        guard subjects[entry.branch]?.contains(entry.revision) ?? false,
            let line = try? Line(of: entry.branch, among: branches),
            let isRight = try? reader.isSubjectSnapshotRight(on: line, at: entry.revision)
        else { return [] }
        snapshotCount += 1
        return isRight ? [] : [Difference("the snapshot of the subjects differs from the log")]
    }

    /// What is stored and belongs to no event that the walk came to, by branch.
    func leftOver(_ reader: LogReader) -> [(branch: Int64, difference: Difference)] {
        var found: [(branch: Int64, difference: Difference)] = []
        for row in branches {
            if !compared.contains(row.id), (try? reader.hasPreview(of: row.id)) ?? false {
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
