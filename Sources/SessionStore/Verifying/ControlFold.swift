internal import SessionModel

/// Rebuilds the table of branches from the control line, to compare the stored one with.
struct ControlFold: Sendable {
    private(set) var rows = [
        BranchRow(id: BranchID.first, name: .main, parent: nil, fork: nil)
    ]

    /// - Parameter owner: the branch on which the event with a digest and a revision was written,
    ///   for a branch that gets this number.
    mutating func apply(
        _ event: Event,
        owner: (_ digest: EventDigest?, _ revision: Revision, _ branch: BranchID) -> BranchID?
    ) {
        guard !event.isErased else { return }
        switch event.kind {
        case .branchForked:
            let fork = BranchForked(event.body, version: event.version)
            rows.append(
                BranchRow(
                    id: BranchID(rows.count + 1), name: fork.name,
                    parent: owner(fork.from, fork.revision, BranchID(rows.count + 1))
                        ?? BranchID.first,
                    fork: fork.revision))
        case .branchRenamed:
            let change = BranchRenamed(event.body, version: event.version)
            update(change.from) { $0.name = change.to }
        case .branchArchived:
            let change = BranchArchived(event.body, version: event.version)
            update(change.name) { $0.isArchived = true }
        default: break
        }
    }

    private mutating func update(_ name: BranchName, _ change: (inout BranchRow) -> Void) {
        guard let index = rows.firstIndex(where: { $0.name == name }) else { return }
        change(&rows[index])
    }
}

extension ControlFold {
    /// How a stored table differs from what the control line says, in words, the first few.
    func differences(from stored: [BranchRow]) -> [String] {
        let limit = 8
        var found: [String] = []
        for index in 0..<max(rows.count, stored.count) where found.count <= limit {
            let (row, other) = (Self.at(index, of: rows), Self.at(index, of: stored))
            guard row != other else { continue }
            let name = (row ?? other)?.name ?? ""
            guard let row, let other else {
                found.append("\(name) \(row == nil ? "is of no event" : "is missing")")
                continue
            }
            found += difference(of: other, from: row).map { "\(name) \($0)" }
        }
        return found.count > limit ? found.prefix(limit) + ["…"] : found
    }

    private static func at(_ index: Int, of rows: [BranchRow]) -> BranchRow? {
        rows.indices.contains(index) ? rows[index] : nil
    }

    private func difference(of stored: BranchRow, from row: BranchRow) -> [String] {
        var found: [String] = []
        if stored.name != row.name { found.append("is called \(stored.name)") }
        if (stored.parent, stored.fork) != (row.parent, row.fork) {
            found.append("leaves \(fork(of: stored)) instead of \(fork(of: row))")
        }
        if stored.isArchived != row.isArchived {
            found.append(stored.isArchived ? "is archived" : "is not archived")
        }
        return found
    }

    private func fork(of row: BranchRow) -> String {
        guard let parent = row.parent, let fork = row.fork else { return "no branch" }
        return "\(rows[id: parent]?.name.rawValue ?? "branch \(parent)")@\(fork)"
    }
}
