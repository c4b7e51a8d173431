import Generators
import SessionAnswers
import SessionStore
import Testing

@Suite("The graph of branches as data")
struct LaneGraphTests {
    private static let digest = EventDigest([UInt8](repeating: 0, count: 32)) ?? .zero

    private func branch(_ name: BranchName, _ head: Revision, _ fork: Point? = nil) -> Branch {
        Branch(name: name, fork: fork, head: head, digest: Self.digest)
    }

    private func event(_ branch: BranchName?, _ revision: Revision) -> Event {
        Event(
            position: 1, branch: branch, revision: revision, kind: .noteAdded, actor: .system,
            occurredAt: Timestamp(microseconds: 0), recordedAt: Timestamp(microseconds: 0),
            body: .null, digest: Self.digest)
    }

    /// Branches that fork from each other at random, and an order in which their events may have
    /// been written.
    private func session(
        _ random: inout Seeded
    ) -> (branches: [Branch], events: [(branch: BranchName, revision: Revision)]) {
        var heads: [(name: BranchName, fork: Point?, head: Revision)] = [("main", nil, 1)]
        var events: [(branch: BranchName, revision: Revision)] = [("main", 1)]
        for _ in 0..<random.number(10...60) {
            let index = random.number(0...heads.count - 1)
            if heads.count < 9, random.number(0...4) == 0 {
                let fork = Point(
                    branch: heads[index].name, revision: random.number(1...heads[index].head))
                heads.append(
                    (BranchName(rawValue: "b\(heads.count)"), fork, fork.revision))
            } else {
                heads[index].head += 1
                events.append((heads[index].name, heads[index].head))
            }
        }
        return (heads.map { branch($0.name, $0.head, $0.fork) }, events)
    }

    private struct Meeting: Hashable {
        let parent: BranchName?
        let child: BranchName?
    }

    /// What is drawn for all events: the rows, and which lanes meet.
    private func draw(
        _ branches: [Branch], _ events: [(branch: BranchName, revision: Revision)],
        isAscending: Bool
    ) -> [LaneRow] {
        var graph = LaneGraph(branches, isAscending: isAscending)
        let ordered = isAscending ? events : events.reversed()
        return ordered.map { graph.row(of: event($0.branch, $0.revision)) }
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `an event stands in its branch's lane, and no branch has two`(seed: UInt64) {
        var random = Seeded(state: seed)
        let (branches, events) = session(&random)
        for isAscending in [true, false] {
            let ordered = isAscending ? events : events.reversed()
            for (row, event) in zip(draw(branches, events, isAscending: isAscending), ordered) {
                #expect(row.column.map { row.lanes[$0] } == event.branch, "seed \(seed)")
                let open = row.lanes.compactMap { $0 }
                #expect(Set(open).count == open.count, "seed \(seed)")
            }
        }
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `a branch with events of its own meets its parent once, oldest first`(seed: UInt64) {
        var random = Seeded(state: seed)
        let (branches, events) = session(&random)
        let owners = PointOwners(branches)
        let expected = branches.compactMap { branch -> Meeting? in
            guard let fork = branch.fork, branch.head > fork.revision else { return nil }
            return Meeting(parent: owners.owner(of: fork).branch, child: branch.name)
        }
        let joints = draw(branches, events, isAscending: true).flatMap(\.below)
        let found = joints.map {
            Meeting(parent: $0.lanes[$0.parent], child: $0.lanes[$0.child])
        }
        #expect(found.count == expected.count && Set(found) == Set(expected), "seed \(seed)")
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `newest first, lanes end where they meet, but for the one that goes on`(seed: UInt64) {
        var random = Seeded(state: seed)
        let (branches, events) = session(&random)
        let owners = PointOwners(branches)
        let meeting = Dictionary(
            grouping: branches.compactMap { branch in
                branch.fork.flatMap { $0.revision < branch.head ? owners.owner(of: $0) : nil }
            }, by: \.self)
        var drawn: Set<BranchName> = ["main"]
        let rows = draw(branches, events, isAscending: false)
        for (row, event) in zip(rows, events.reversed()) {
            let lanes = meeting[Point(branch: event.branch, revision: event.revision)]?.count ?? 0
            let goesOn = lanes > 0 && !drawn.contains(event.branch) ? 1 : 0
            #expect(row.above.count == lanes - goesOn, "seed \(seed)")
            #expect(row.above.allSatisfy { $0.lanes[$0.parent] == event.branch }, "seed \(seed)")
            drawn.insert(event.branch)
        }
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `a joint says of its lanes what the rows around it show`(seed: UInt64) {
        var random = Seeded(state: seed)
        let (branches, events) = session(&random)
        for isAscending in [true, false] {
            let rows = draw(branches, events, isAscending: isAscending)
            for (upper, lower) in zip(rows, rows.dropFirst()) {
                let joints = upper.below + lower.above
                for joint in joints {
                    let child = joint.lanes[joint.child]
                    #expect(child != nil && joint.childEnd == (isAscending ? .begins : .ends))
                    #expect(upper.lanes.contains(child) != isAscending, "seed \(seed)")
                    let shown = isAscending ? lower.lanes : upper.lanes
                    #expect(shown[joint.child] == child, "seed \(seed)")
                    let ends = [joint.parent, joint.child].sorted()
                    let between = shown.indices.filter { $0 > ends[0] && $0 < ends[1] }
                    #expect(Array(joint.crossed) == between, "seed \(seed)")
                }
                guard let joint = isAscending ? joints.last : joints.first else { continue }
                let parent = joint.lanes[joint.parent]
                let (isAbove, isBelow) = (
                    upper.lanes.contains(parent), lower.lanes.contains(parent)
                )
                #expect((joint.parentEnd == .ends) == !isBelow, "seed \(seed)")
                #expect((joint.parentEnd == .begins) == (!isAbove && parent == "main"))
            }
        }
    }

    @Test func `an event of the control line has no lane and moves none`() {
        let branches = [
            branch("main", 3), branch("a", 3, Point(branch: "main", revision: 1)),
        ]
        var graph = LaneGraph(branches, isAscending: true)
        _ = graph.row(of: event("main", 1))
        let row = graph.row(of: event(nil, 1))
        #expect(row.column == nil && row.above.isEmpty && row.below.isEmpty)
        #expect(row.lanes == ["main", "a"])
        #expect(graph.row(of: event("main", 2)).lanes == row.lanes)
    }

    @Test func `the lane of a branch is named where it begins, and no second time`() {
        let branches = [branch("main", 2)]
        let rows = draw(branches, [("main", 1), ("main", 2)], isAscending: false)
        #expect(rows.map(\.opened) == ["main", nil])
    }
}
