internal import SessionModel

/// Finds the points that tags mark. Cost: a seek for each tag, and where branches were renamed one
/// pass over the control line for all of them.
struct TagPlaces {
    private let view: LogView
    /// By name: the branches by the names that they had once; nil: not asked for yet.
    private var former: [BranchName: [BranchID]]?

    init(_ view: LogView) { self.view = view }

    /// - Throws: ``SessionError/Code/momentNotFound`` where no line has the tagged event.
    mutating func point(_ tag: TagSet) throws -> Point {
        let now = view.branches.filter { $0.name == tag.branch }
        if let point = try point(tag, among: now) { return point }
        let former = try self.former ?? formerNames()
        self.former = former
        let ids = Set(former[tag.branch] ?? [])
        if let point = try point(tag, among: view.branches.filter { ids.contains($0.id) }) {
            return point
        }
        throw SessionError(.momentNotFound, "the tag \(tag.name) marks no event of this file")
    }

    private func point(_ tag: TagSet, among rows: [BranchRow]) throws -> Point? {
        for row in rows {
            let entry = try view.entry(
                revision: tag.revision, on: view.line(row.id), headersOnly: true)
            if let entry, entry.digest == tag.at {
                return Point(branch: row.name, revision: tag.revision)
            }
        }
        return nil
    }

    /// A name may have been given up and taken by another branch.
    private func formerNames() throws -> [BranchName: [BranchID]] {
        let control = try view.line(.control)
        var now: [BranchName: BranchID] = [.main: BranchID.first]
        var all: [BranchName: [BranchID]] = [.main: [BranchID.first]]
        var last = BranchID.first
        try view.forEachEntry(
            on: control, from: 1, through: .max, kinds: [.branchForked, .branchRenamed]
        ) { entry in
            let body = JSON(unchecked: entry.body)
            var name: BranchName?
            if entry.kind == .branchForked {
                last += 1
                name = BranchForked(body, version: entry.version).name
                if let name { now[name] = last }
            } else if entry.kind == .branchRenamed {
                let change = BranchRenamed(body, version: entry.version)
                name = change.to
                now[change.to] = now.removeValue(forKey: change.from)
            }
            if let name, let id = now[name] { all[name, default: []].append(id) }
            return true
        }
        return all
    }
}
