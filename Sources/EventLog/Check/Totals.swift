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
    /// Cost: one pass over the headers of the log.
    package func totals() throws -> Totals {
        var totals = Totals()
        totals.formatVersion = Int(try database.pragma("user_version"))
        totals.pageSize = Int(try database.pragma("page_size"))
        totals.databaseSize = totals.pageSize * Int(try database.pragma("page_count"))
        let statement = try SQLStatement(
            database,
            """
            SELECT kind, count(*), sum(CASE WHEN origin IS NULL THEN size ELSE 0 END),
                sum(length(payload)) FROM log GROUP BY kind
            """)
        defer { statement.reset() }
        var counts: [(Int64, Int)] = []
        while try statement.step() {
            counts.append((statement.int(0), Int(statement.int(1))))
            totals.payloadSize &+= Int(statement.int(2))
            totals.storedSize &+= Int(statement.int(3))
        }
        totals.byKind = try counts.map { (try words.text($0.0, in: database), $0.1) }
            .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
        totals.events = counts.reduce(0) { $0 + $1.1 }
        return totals
    }
}
