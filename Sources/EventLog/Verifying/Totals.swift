package import SessionTerms

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
    package var byKind: [(kind: EventKind, count: Int)] = []
}

extension LogReader {
    /// Cost: one pass over the headers of the log, and one over its index by kind. In one statement
    /// SQLite would sort all rows by kind, which takes three times as long.
    package func totals() throws -> Totals {
        var totals = Totals()
        totals.formatVersion = try rows.formatVersion()
        totals.pageSize = try rows.pageSize()
        totals.databaseSize = try totals.pageSize * rows.pageCount()
        (totals.events, totals.payloadSize, totals.storedSize) = try rows.sums()
        totals.byKind = try rows.countsByKind().map {
            (EventKind(rawValue: try word($0.kind)), $0.count)
        }
        .sorted { ($1.count, $0.kind.rawValue) < ($0.count, $1.kind.rawValue) }
        return totals
    }
}
