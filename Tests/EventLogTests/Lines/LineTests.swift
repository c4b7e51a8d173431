import Generators
import SessionTerms
import Testing

@testable import EventLog

@Suite("Lines through branches that forked")
struct LineTests {
    /// Branches that fork from each other at random places, also behind what their parent has of
    /// its own.
    private func branches(_ random: inout Seeded, _ count: Int) -> [BranchRow] {
        var rows = [BranchRow(id: 1, name: "main", parent: nil, fork: nil)]
        for index in 1..<count {
            let parent = random.pick(rows)
            rows.append(
                BranchRow(
                    id: BranchID(index + 1), name: BranchName(rawValue: "b\(index)"),
                    parent: parent.id,
                    fork: random.number(0...30).revision))
        }
        return rows
    }

    /// Which branch a revision of a line was written on, found step by step.
    private func owner(of revision: Int, on branch: BranchRow, _ rows: [BranchRow]) -> BranchRow {
        var current = branch
        while let parent = current.parent, let fork = current.fork, revision.revision <= fork {
            current = rows[parent.number - 1]
        }
        return current
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `each revision belongs to the branch that it was written on`(seed: UInt64) throws {
        var random = Seeded(state: seed)
        let rows = branches(&random, random.number(2...12))
        for row in rows {
            let line = try Line(of: row.id, among: rows)
            #expect(line.segments.last?.revisions.upperBound == .max, "seed \(seed)")
            for revision in 1...40 {
                let holding = line.segments.filter { $0.revisions.contains(revision.revision) }
                #expect(
                    holding.map(\.branch) == [owner(of: revision, on: row, rows).id],
                    "seed \(seed)")
            }
        }
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `stretches between two revisions are these revisions, in order`(seed: UInt64) throws {
        var random = Seeded(state: seed)
        let rows = branches(&random, 9)
        for row in rows {
            let line = try Line(of: row.id, among: rows)
            for _ in 0..<20 {
                let (from, through) = (random.number(0...40), random.number(0...40))
                let found = line.segments(from: from.revision, through: through.revision)
                let listed = found.flatMap { segment in
                    segment.revisions.map { (segment.branch, $0) }
                }
                let wanted = (1...40).filter { $0 >= from && $0 <= through }
                #expect(listed.map(\.1) == wanted.map(\.revision), "seed \(seed)")
                #expect(
                    listed.map(\.0) == wanted.map { owner(of: $0, on: row, rows).id },
                    "seed \(seed)")
            }
        }
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `two lines share what was written on the same branches, up to where they part`(
        seed: UInt64
    ) throws {
        var random = Seeded(state: seed)
        let rows = branches(&random, 8)
        for left in rows {
            for right in rows {
                let ends = (random.number(0...40), random.number(0...40))
                let lines = (
                    try Line(of: left.id, among: rows), try Line(of: right.id, among: rows)
                )
                let common = lines.0.common(
                    through: ends.0.revision, with: lines.1, through: ends.1.revision)
                let expected = (1...40).prefix {
                    $0 <= ends.0 && $0 <= ends.1
                        && owner(of: $0, on: left, rows).id == owner(of: $0, on: right, rows).id
                }
                #expect(common == expected.count.revision, "seed \(seed)")
            }
        }
    }

    @Test func `a chain of 1,000 forks is a line of 1,000 stretches, each as long as it was left`()
        throws
    {
        var rows = [BranchRow(id: 1, name: "main", parent: nil, fork: nil)]
        for index in 1..<1000 {
            rows.append(
                BranchRow(
                    id: BranchID(index + 1), name: BranchName(rawValue: "b\(index)"),
                    parent: BranchID(index),
                    fork: (index * 3).revision))
        }
        let line = try Line(of: 1000, among: rows)
        #expect(line.segments.map(\.branch) == rows.map(\.id))
        #expect(line.segments.dropLast().allSatisfy { $0.revisions.count == 3 })
        #expect(line.segments(from: 1499, through: 1501).map(\.branch) == [500, 501])
        let other = try Line(of: 500, among: rows)
        #expect(line.common(through: .max, with: other, through: .max) == 1500)
    }

    @Test func `a fork before its parent's own events leaves the parent out`() throws {
        let rows = [
            BranchRow(id: 1, name: "main", parent: nil, fork: nil),
            BranchRow(id: 2, name: "a", parent: 1, fork: 10),
            BranchRow(id: 3, name: "b", parent: 2, fork: 4),
            BranchRow(id: 4, name: "c", parent: 1, fork: 0),
        ]
        let found = try rows.map { try Line(of: $0.id, among: rows).segments }
        #expect(found[2].map(\.branch) == [1, 3])
        #expect(found[2].map(\.revisions) == [1...4, 5...Revision.max])
        #expect(found[3].map(\.branch) == [4] && found[3].map(\.revisions) == [1...Revision.max])
    }

    @Test func `the control line is one stretch, and shares nothing with a branch`() throws {
        let rows = [BranchRow(id: 1, name: "main", parent: nil, fork: nil)]
        let (control, main) = (try Line(of: 0, among: []), try Line(of: 1, among: rows))
        #expect(control.segments.map(\.branch) == [0])
        #expect(control.common(through: 9, with: main, through: 9) == 0)
        #expect(control.common(through: 9, with: control, through: 7) == 7)
    }

    @Test func `a branch that is not there has no line, nor has one below it`() {
        let rows = [
            BranchRow(id: 1, name: "main", parent: nil, fork: nil),
            BranchRow(id: 2, name: "a", parent: 9, fork: 3),
        ]
        for branch in [2, 3, -1] as [BranchID] {
            let error = #expect(throws: LogError.self) { try Line(of: branch, among: rows) }
            #expect(error?.code == .damaged)
        }
    }
}
