internal import GRDB

/// Counts and sizes of the whole log.
package struct Totals: Sendable {
    package var formatVersion = 0
    package var pageSize = 0
    package var databaseSize = 0
    package var events = 0
    /// Bytes of payloads before compression, each once, and as stored.
    package var payloadSize = 0
    package var storedSize = 0
    /// Most frequent first, then by name.
    package var byKind: [(kind: String, count: Int)] = []
}

extension LogReader {
    /// Cost: one pass over the headers of the log, and one over its index by kind. In one statement
    /// SQLite would sort all rows by kind, which takes three times as long.
    package func totals() throws -> Totals {
        var totals = Totals()
        totals.formatVersion = Int(try database.pragma("user_version"))
        totals.pageSize = Int(try database.pragma("page_size"))
        totals.databaseSize = totals.pageSize * Int(try database.pragma("page_count"))
        try addSums(to: &totals)
        totals.byKind = try countsByKind().sorted { ($1.count, $0.kind) < ($0.count, $1.kind) }
        return totals
    }

    private func addSums(to totals: inout Totals) throws {
        let statement = try SQLStatement(
            database,
            """
            SELECT count(*), sum(CASE WHEN origin IS NULL THEN size ELSE 0 END),
                sum(length(payload)) FROM log
            """)
        defer { statement.reset() }
        guard try statement.step() else { return }
        totals.events = Int(statement.int(0))
        totals.payloadSize = Int(statement.int(1))
        totals.storedSize = Int(statement.int(2))
    }

    private func countsByKind() throws -> [(kind: String, count: Int)] {
        let statement = try SQLStatement(
            database, "SELECT kind, count(*) FROM log GROUP BY kind")
        defer { statement.reset() }
        var counts: [(String, Int)] = []
        while try statement.step() {
            counts.append((try words.text(statement.int(0), in: database), Int(statement.int(1))))
        }
        return counts
    }
}
