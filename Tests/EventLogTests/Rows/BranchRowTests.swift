import SessionTerms
import Testing

@testable import EventLog

@Suite("Rows of branches")
struct BranchRowTests {
    private static let main = BranchRow(id: 1, name: "main", parent: nil, fork: nil)

    private func error(_ rows: [BranchRow], _ sql: String? = nil) throws -> LogError.Code? {
        try Tables.with { log throws in
            for row in rows { try log.save(row) }
            if let sql { try log.statement(sql).run() }
            do {
                _ = try log.branches()
                return nil
            } catch let error as LogError {
                return error.code
            }
        }
    }

    @Test func `branches are read as they were saved, by number, the last state of each`() throws {
        let rows = [
            Self.main, BranchRow(id: 2, name: "a", parent: 1, fork: 0),
            BranchRow(id: 3, name: "b", parent: 2, fork: 9, isArchived: true),
        ]
        try Tables.with { log throws in
            for row in rows.reversed() { try log.save(row) }
            #expect(try log.branches() == rows)
            var renamed = rows[1]
            (renamed.name, renamed.isArchived) = ("c", true)
            try log.save(renamed)
            #expect(try log.branches() == [rows[0], renamed, rows[2]])
        }
    }

    @Test func `branches that cannot be are refused`() throws {
        let impossible = [
            [], [BranchRow(id: 2, name: "a", parent: 1, fork: 3)],
            [Self.main, BranchRow(id: 3, name: "a", parent: 1, fork: 3)],
            [BranchRow(id: 1, name: "main", parent: 1, fork: 1)],
            [BranchRow(id: 1, name: "main", parent: nil, fork: 1)],
            [Self.main, BranchRow(id: 2, name: "main", parent: 1, fork: 3)],
        ]
        for rows in impossible { #expect(try error(rows) == .damaged, "\(rows)") }
        let forks: [(parent: BranchID?, fork: Revision?)] = [
            (nil, nil), (nil, 3), (1, nil), (2, 3), (3, 3), (0, 3), (-1, 3), (1, -1),
            (1, Revision(1 << 53)),
        ]
        for fork in forks {
            let row = BranchRow(id: 2, name: "a", parent: fork.parent, fork: fork.fork)
            #expect(try error([Self.main, row]) == .damaged, "\(fork)")
        }
    }

    @Test(arguments: [
        "id = 3", "name = 'b'", "parent = NULL", "fork = 4", "fork = NULL", "archived = 1",
        "archived = 2", "\"check\" = \"check\" + 1",
    ])
    func `a column that was changed is an error`(change: String) throws {
        let rows = [Self.main, BranchRow(id: 2, name: "a", parent: 1, fork: 3)]
        #expect(try error(rows) == nil)
        #expect(try error(rows, "UPDATE branch SET \(change) WHERE id = 2") == .damaged)
    }
}
