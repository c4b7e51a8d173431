import GRDB
import SessionTerms

@testable import EventLog

/// The format's tables in memory, on a connection that runs their triggers as other programs do.
enum Tables {
    static func with<Result>(_ body: (LogRows) throws -> Result) throws -> Result {
        try DatabaseQueue().inDatabase { database in
            let rows = LogRows(database: database, counts: ReadCounts())
            try SchemaCheck.create(in: rows)
            return try body(rows)
        }
    }

    /// Puts the triggers that guard the log out of the way.
    static func dropTriggers(_ rows: LogRows) throws {
        for name in ["log_no_update", "log_erase_only", "log_no_delete", "log_append_only"] {
            try rows.statement("DROP TRIGGER \(name)").run()
        }
    }
}

extension LogRow {
    /// A row in which every column has a value.
    static func full(_ position: Position, branch: BranchID = 1, revision: Revision? = nil)
        -> LogRow
    {
        var row = LogRow(
            position: position, branch: branch, revision: revision ?? Revision(position.number),
            kind: 1,
            version: 2, occurred: 1000, recorded: -5, size: 40, digest: digest(position.number))
        (row.dialect, row.subject, row.actor) = (2, 3, 4)
        row.id = "id-\(position)"
        row.content = 30
        row.salt = Bytes16([UInt8](repeating: 9, count: 16))
        if position > 1 { (row.cause, row.base, row.origin) = (1, 1, digest(1)) }
        return row
    }

    /// One without what may be absent.
    static func bare(_ position: Position, branch: BranchID = 1, revision: Revision? = nil)
        -> LogRow
    {
        LogRow(
            position: position, branch: branch, revision: revision ?? Revision(position.number),
            kind: 1,
            version: 1, occurred: 1000, recorded: 0, size: 0, digest: digest(position.number))
    }

    static func digest(_ number: Int) -> EventDigest {
        EventDigest(words: (UInt64(number), 1, 2, 3))
    }

    /// Everything in it, as text.
    var all: String { "\(self)" }
}
