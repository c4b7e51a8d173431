internal import SessionTerms

/// Which payloads a compaction compresses together, found from the headers alone.
///
/// The file is whole after each unit, so that whoever is killed, or hindered by another writer,
/// between any two of them leaves nothing that cannot be read. So the last group of a line comes
/// first, and a fork's before its parent's, each standing alone: nothing is compressed any more
/// against what comes next. Then, parents first, each fork's first group is joined to what its
/// parent's line has become.
struct CompactionPlan: Sendable {
    enum Unit: Sendable {
        /// One group of a branch's own events.
        case group([Position])
        /// A fork's first group, to go on with the group of its parent that ends with an event.
        case joining([Position], behind: Position)
        /// A value that is told as a delta.
        case value(Position)
    }

    private(set) var units: [Unit] = []
    /// Bytes of payload of each unit.
    private(set) var sizes: [Int] = []
    /// What the file was like; anything else makes the plan void.
    let lastPosition: Position
    let epoch: UInt64?

    /// What a fork's first group may go on with: the rows of a group up to one of them.
    private struct OpenGroup {
        var rows: [Position] = []
        var bytes = 0

        var isFull: Bool { rows.count >= GroupEncoder.rowLimit || bytes > GroupEncoder.byteLimit }
    }

    /// Cost: one pass over the log's headers.
    init(_ reader: LogReader) throws {
        lastPosition = try reader.lastPosition()
        epoch = try reader.epoch()
        let branches = try reader.branches()
        let forks = Dictionary(grouping: branches.filter { $0.parent != nil }) { $0.parent ?? 0 }
        var starts: [BranchID: OpenGroup] = [:]
        var found: [OpenBranch] = []
        for branch in [BranchID.control] + branches.map(\.id) {
            var lane = OpenBranch(open: starts[branch] ?? OpenGroup())
            var children = (forks[branch] ?? []).sorted { ($0.fork ?? 0) < ($1.fork ?? 0) }[...]
            // A branch may leave its parent before the parent's own first event.
            func begin(before revision: Revision) {
                while let child = children.first, child.fork ?? 0 < revision {
                    starts[child.id] = lane.open
                    children.removeFirst()
                }
            }
            try reader.rows.forEachPackedRow(branch: branch) { row in
                begin(before: row.revision)
                try lane.add(row)
            }
            begin(before: .max)
            lane.close()
            found.append(lane)
        }
        for lane in found.reversed() {
            units += lane.units.reversed()
            sizes += lane.sizes.reversed()
        }
        for lane in found {
            guard let joint = lane.joint else { continue }
            units.append(joint.unit)
            sizes.append(joint.size)
        }
    }

    /// One branch's units as they are found.
    private struct OpenBranch {
        var open: OpenGroup
        /// The event of the parent that the first group may go on behind; nil: there is none.
        private let parent: Position?
        /// What becomes of the first group when its parent's line is done.
        private(set) var joint: (unit: Unit, size: Int)?
        private var own: [Position] = []
        private var size = 0
        private var hasGroup = false
        private(set) var units: [Unit] = []
        private(set) var sizes: [Int] = []

        init(open: OpenGroup) {
            self.open = open
            parent = open.rows.last
        }

        mutating func add(_ row: LogRows.PackedRow) throws {
            guard row.position > open.rows.last ?? 0 else {
                throw LogError.damaged(
                    "the event stands before one that it follows", at: row.position)
            }

            guard row.mode?.isDelta != true else {
                units.append(.value(row.position))
                sizes.append(row.size)
                return
            }
            if open.isFull {
                close()
                hasGroup = true
                open = OpenGroup()
            }
            open.rows.append(row.position)
            open.bytes += row.size
            own.append(row.position)
            size += row.size
        }

        mutating func close() {
            guard !own.isEmpty else { return }
            if let parent, !hasGroup { joint = (.joining(own, behind: parent), size) }
            hasGroup = true
            units.append(.group(own))
            sizes.append(size)
            (own, size) = ([], 0)
        }
    }
}
