package import SessionTerms

/// Reading many entries in order. A closure is handed the only copy of an entry, and beside it the
/// payload, which the entry itself is without.
extension LogReader {
    /// Entries of a line, at most `limit` and at most one batch; read on from where they end.
    ///
    /// - Parameter kinds: whose payloads are read; of others the header alone. Nil: all.
    package func entries(
        on line: Line, from: Revision, through: Revision, ascending: Bool = true, limit: Int = 64,
        headersOnly: Bool = false, kinds: [EventKind]? = nil
    ) throws -> [LogEntry] {
        var result: [LogEntry] = []
        try forEachEntry(
            on: line, from: from, through: through, ascending: ascending, limit: limit,
            headersOnly: headersOnly, kinds: kinds
        ) { result.append($0.keeping($1)) }
        return result
    }

    /// Entries of the whole file in the order written, as far as ``entries(on:from:through:)``.
    package func entries(
        fromPosition from: Position, ascending: Bool = true, limit: Int = 64,
        headersOnly: Bool = false
    ) throws -> [LogEntry] {
        var result: [LogEntry] = []
        result.reserveCapacity(min(limit, LogRows.batchRows))
        try forEachEntry(
            fromPosition: from, ascending: ascending, limit: limit, headersOnly: headersOnly
        ) { result.append($0.keeping($1)) }
        return result
    }

    /// Calls `body` with the entries that ``entries(on:from:through:)`` gives, and with those
    /// before one that is damaged or that `body` refuses; an error where that is the first.
    package func forEachEntry(
        on line: Line, from: Revision, through: Revision, ascending: Bool = true, limit: Int,
        headersOnly: Bool, kinds: [EventKind]? = nil,
        _ body: (consuming LogEntry, LogPayload) throws -> Void
    ) throws {
        let numbers = try kinds.map { kinds in
            Set(try kinds.compactMap { try number(of: $0.rawValue) })
        }
        let segments = line.segments(from: max(from, 1), through: through)
        var order = LineOrder(first: ascending ? max(from, 1) : nil)
        for segment in ascending ? segments : segments.reversed() where order.count < limit {
            let isOwn = segment.branch == line.branch
            if !ascending, !isOwn, order.count == 0 {
                order = LineOrder(first: segment.revisions.upperBound)
            }
            do {
                try rows.forEachRow(
                    of: segment, ascending: ascending, limit: limit - order.count,
                    withPayload: !headersOnly, kinds: numbers
                ) { stored in
                    var next = order
                    try next.check(stored.row)
                    try body(header(stored.row), payload(stored))
                    order = next
                }
            } catch  where order.count > 0 {
                return
            }
            // All of a parent's stretch is there, or the branch left it behind its end.
            guard order.count > 0 || isOwn else {
                throw LogError.damaged("a branch leaves another one behind its end")
            }
            // A segment that was cut short is gone on with by the next call.
            let end = ascending ? segment.revisions.upperBound : segment.revisions.lowerBound
            if let last = order.last, last != end { break }
        }
        if order.count == 0, limit > 0, ascending, let first = segments.first {
            try checkEnd(first.revisions.lowerBound - 1, of: line)
        }
    }

    /// Calls `body` with the entries that ``entries(fromPosition:)`` gives, and with those before
    /// one that is damaged or that `body` refuses; an error where that is the first.
    package func forEachEntry(
        fromPosition from: Position, ascending: Bool = true, limit: Int, headersOnly: Bool,
        _ body: (consuming LogEntry, LogPayload) throws -> Void
    ) throws {
        var expected: Position? = ascending ? max(from, 1) : nil
        try rows.forEachRow(
            fromPosition: from, ascending: ascending, limit: limit, withPayload: !headersOnly
        ) { stored in
            let position = stored.row.position
            if let expected, expected != position {
                throw LogError.damaged("the event is missing", at: expected)
            }
            expected = position + (ascending ? 1 : -1)
            try body(header(stored.row), payload(stored))
        }
    }
}

/// That the rows of a line come without a gap, up or down.
struct LineOrder {
    /// The revision that has to come first; nil: any.
    let first: Revision?
    /// The revision that came last.
    private(set) var last: Revision?
    private(set) var count = 0

    init(first: Revision?) { self.first = first }

    mutating func check(_ row: LogRow) throws {
        if let first, last == nil, row.revision != first {
            throw LogError.damaged(
                "revision \(first) is missing before this event", at: row.position)
        }
        if let last, abs(row.revision - last) != 1 {
            throw LogError.damaged("a revision is missing beside this event", at: row.position)
        }
        last = row.revision
        count += 1
    }
}
