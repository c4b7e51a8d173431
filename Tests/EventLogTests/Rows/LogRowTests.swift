import Generators
import SessionTerms
import Testing

@testable import EventLog

@Suite("Rows of the log")
struct LogRowTests {
    @Test func `a row is read as it was written, with its payload and without`() throws {
        try Tables.with { rows throws in
            for row in [LogRow.full(1), .full(2), .bare(3)] {
                try rows.insert(row, [7, UInt8(row.position.number)])
                let found = try #require(try rows.row(at: row.position, withPayload: true))
                #expect(found.row.all == row.all)
                #expect(found.blob == [7, UInt8(row.position.number)])
                let header = try #require(try rows.row(at: row.position, withPayload: false))
                #expect(header.row.all == row.all && header.blob == nil)
            }
            #expect(try rows.row(at: 4, withPayload: true) == nil)
            #expect(rows.counts.rows == 6)
        }
    }

    /// Another value for each column that the checksum is over.
    private static let changes = [
        "position = 9", "branch = 2", "revision = 3", "kind = 9", "version = 3", "dialect = 9",
        "dialect = NULL", "subject = 9", "subject = NULL", "actor = 9", "actor = NULL",
        "occurred = 1001", "recorded = -4", "cause = NULL", "origin = NULL",
        "origin = zeroblob(32)",
        "origin = x'01'", "id = 'id-3'", "id = NULL", "size = 41", "content = 31",
        "content = NULL", "base = NULL", "salt = NULL", "salt = zeroblob(16)", "salt = x'01'",
        "digest = zeroblob(32)", "digest = x'01'", "digest = zeroblob(33)",
        "\"check\" = \"check\" + 1", "\"check\" = 0", "\"check\" = \"check\" + 4294967296",
    ]

    @Test(arguments: changes)
    func `a column that was changed is an error, and never another row`(change: String) throws {
        try Tables.with { rows throws in
            try rows.insert(.full(1), [])
            try rows.insert(.full(2), [])
            try Tables.dropTriggers(rows)
            try rows.statement("UPDATE log SET \(change) WHERE position = 2").run()
            let place = change.hasPrefix("position") ? 9.position : 2.position
            let error = #expect(throws: LogError.self) {
                try rows.row(at: place, withPayload: false)
            }
            #expect(error?.code == .damaged && error?.position == place)
            #expect(try rows.row(at: 1, withPayload: false) != nil)
        }
    }

    @Test func `a payload that was changed leaves the row what it is`() throws {
        try Tables.with { rows throws in
            try rows.insert(.full(1), [1])
            try rows.statement("UPDATE log SET payload = x'02'").run()
            #expect(try rows.row(at: 1, withPayload: true)?.blob == [2])
        }
    }

    /// Columns that no checksum excuses.
    private static let contradictions: [@Sendable (inout LogRow) -> Void] = [
        { $0.position = 0 }, { $0.position = Position(1 << 53) }, { $0.branch = -1 },
        { $0.revision = 0 },
        { $0.revision = Revision(1 << 53) }, { $0.size = -1 }, { $0.size = 256 << 20 | 1 },
        { $0.content = -1 }, { $0.content = 41 }, { $0.base = 0 }, { $0.base = 2 },
        { $0.base = -1 }, { $0.cause = 0 }, { $0.cause = 2 }, { $0.cause = -3 },
        { $0.version = 0 }, { $0.version = 1_000_001 }, { $0.kind = 0 }, { $0.dialect = 0 },
        { $0.subject = -1 }, { $0.actor = 0 },
        { ($0.occurred, $0.recorded) = (.max, 1) }, { ($0.occurred, $0.recorded) = (.min, -1) },
    ]

    @Test(arguments: contradictions.indices)
    func `columns that contradict each other are refused, checksum or not`(index: Int) throws {
        var row = LogRow.full(2)
        #expect(throws: Never.self) { try row.validate() }
        Self.contradictions[index](&row)
        let error = #expect(throws: LogError.self) { try row.validate() }
        #expect(error?.code == .damaged)
        try Tables.with { rows throws in
            try rows.insert(row, [])
            #expect(throws: LogError.self) { try rows.row(at: row.position, withPayload: false) }
        }
    }

    @Test func `what is just possible is no contradiction`() throws {
        var row = LogRow.full(Position((1 << 53) - 1))
        (row.content, row.cause, row.base) = (40, row.revision - 1, row.position - 1)
        row.version = 1_000_000
        row.size = 256 << 20
        (row.occurred, row.recorded) = (.max, .min)
        #expect(throws: Never.self) { try row.validate() }
        var first = LogRow.full(1)
        (first.size, first.content) = (0, 0)
        #expect(throws: Never.self) { try first.validate() }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `every column that differs makes another checksum`(seed: UInt64) {
        var random = Seeded(state: seed)
        var row = LogRow.full(random.number(2...1000).position)
        var sums: Set<Int> = [row.checksum]
        row.occurred = Int(truncatingIfNeeded: random.next())
        sums.insert(row.checksum)
        row.recorded = Int(truncatingIfNeeded: random.next())
        sums.insert(row.checksum)
        row.id = "\(random.next())"
        sums.insert(row.checksum)
        row.salt = nil
        sums.insert(row.checksum)
        row.digest = EventDigest(words: (random.next(), random.next(), 0, 0))
        sums.insert(row.checksum)
        #expect(sums.count == 6, "seed \(seed)")
        #expect(sums.allSatisfy { (0..<1 << 32).contains($0) })
    }

    // MARK: What the file itself refuses other programs

    @Test(arguments: [
        "UPDATE log SET kind = 2", "UPDATE log SET branch = 2", "UPDATE log SET revision = 5",
        "UPDATE log SET position = 5", "UPDATE log SET version = 5", "UPDATE log SET dialect = 1",
        "UPDATE log SET occurred = 0", "UPDATE log SET recorded = 0", "UPDATE log SET size = 1",
        "UPDATE log SET content = 1", "UPDATE log SET digest = x''", "UPDATE log SET actor = 9",
        "UPDATE log SET subject = 9", "UPDATE log SET id = 'x'", "UPDATE log SET cause = 2",
        "UPDATE log SET origin = zeroblob(32)", "DELETE FROM log",
        "INSERT INTO log SELECT 1, branch, 9, kind, version, dialect, subject, actor, occurred, "
            + "recorded, cause, origin, 'z', size, content, base, salt, digest, \"check\", payload "
            + "FROM log WHERE position = 2",
        "INSERT OR REPLACE INTO log SELECT * FROM log",
    ])
    func `the log is append-only for other programs too`(sql: String) throws {
        try Tables.with { rows throws in
            try rows.insert(.full(1), [1])
            try rows.insert(.full(2), [2])
            #expect(throws: LogError.self) { try rows.statement(sql).run() }
            for row in [LogRow.full(1), .full(2)] {
                #expect(try rows.row(at: row.position, withPayload: false)?.row.all == row.all)
            }
            #expect(try rows.sums().rows == 2)
        }
    }

    @Test func `erasing and compressing anew are let through`() throws {
        try Tables.with { rows throws in
            try rows.insert(.full(1), [1])
            try rows.insert(.full(2), [2])
            var row = LogRow.full(2)
            (row.subject, row.actor, row.cause, row.origin, row.id) = (nil, nil, nil, nil, nil)
            (row.base, row.salt) = (nil, nil)
            try rows.update(row, [9, 9])
            let found = try rows.row(at: 2, withPayload: true)
            #expect(found?.row.all == row.all && found?.blob == [9, 9])
            #expect(try rows.row(at: 1, withPayload: true)?.blob == [1])
        }
    }
}
