import SessionTerms
import Testing

@testable import EventLog

@Suite("Rows of snapshots")
struct SnapshotTests {
    private func save(
        _ rows: LogRows, _ revision: Revision, _ name: String = "p", version: Int = 1,
        branch: BranchID = 1
    ) throws {
        try rows.save(
            Snapshot(revision: revision, state: [UInt8(revision.number)]), of: name,
            version: version,
            branch: branch)
    }

    private func newest(
        _ rows: LogRows, _ name: String = "p", version: Int = 1, branch: BranchID = 1,
        in revisions: ClosedRange<Revision> = 1...Revision.max
    ) throws -> [UInt8]? {
        try rows.snapshot(
            of: name, version: version,
            in: Line.Segment(branch: branch, revisions: revisions))?.state
    }

    @Test func `the newest in a stretch is found, of its name, version and branch alone`() throws {
        try Tables.with { rows throws in
            for revision in [3, 5, 9] as [Revision] { try save(rows, revision) }
            try save(rows, 20, "q")
            try save(rows, 21, version: 2)
            try save(rows, 22, branch: 2)
            #expect(try newest(rows) == [9])
            #expect(try newest(rows, in: 1...8) == [5])
            #expect(try newest(rows, in: 6...8) == nil)
            #expect(try newest(rows, in: 1...2) == nil)
            #expect(try newest(rows, "q") == [20])
            #expect(try newest(rows, version: 2) == [21])
            #expect(try newest(rows, branch: 2) == [22])
            #expect(try newest(rows, branch: 3) == nil)
            #expect(try rows.snapshotRevisions(of: "p", version: 1, branch: 1) == [3, 5, 9])
        }
    }

    @Test func `one at the same revision is put in place of the other`() throws {
        try Tables.with { rows throws in
            try save(rows, 5)
            try rows.save(Snapshot(revision: 5, state: [9]), of: "p", version: 1, branch: 1)
            #expect(try newest(rows) == [9])
        }
    }

    @Test(arguments: [
        "state = x'00'", "state = x''", "version = 1, revision = 10", "\"check\" = 0",
    ])
    func `a damaged one is passed over`(change: String) throws {
        try Tables.with { rows throws in
            try save(rows, 5)
            try save(rows, 9)
            try rows.statement("UPDATE snapshot SET \(change) WHERE revision = 9").run()
            #expect(try newest(rows) == [5])
            #expect(try rows.hasSnapshot(of: "p"))
            #expect(try !rows.hasSnapshot(of: "q"))
        }
    }

    @Test func `what is deleted is what was named`() throws {
        try Tables.with { rows throws in
            for (name, version) in [("p", 1), ("p", 2), ("q", 1), ("r", 3)] {
                try save(rows, 5, name, version: version)
            }
            try rows.deleteSnapshots(of: "p", before: 2)
            #expect(try newest(rows) == nil)
            #expect(try newest(rows, version: 2) == [5])
            try rows.deleteSnapshots(butOf: ["p", "q"])
            #expect(try newest(rows, "r", version: 3) == nil)
            #expect(try newest(rows, "q") == [5])
            try rows.deleteSnapshots(of: "q")
            #expect(try newest(rows, "q") == nil)
            #expect(try newest(rows, version: 2) == [5])
        }
    }

    @Test func `what is derived of a branch goes from a revision on`() throws {
        try Tables.with { rows throws in
            for revision in [3, 5, 9] as [Revision] { try save(rows, revision) }
            try save(rows, 9, branch: 2)
            try rows.deleteDerived(of: 1, from: 5)
            #expect(try rows.snapshotRevisions(of: "p", version: 1, branch: 1) == [3])
            #expect(try newest(rows, branch: 2) == [9])
        }
    }
}
