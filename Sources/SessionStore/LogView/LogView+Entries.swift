internal import EventLog
internal import SessionModel

/// What the log is asked for, one entry or many.
extension LogView {
    // MARK: One entry

    func entry(at position: Position, headersOnly: Bool = false) throws -> LogEntry? {
        try reader.entry(at: position, headersOnly: headersOnly)
    }

    /// The headers at some positions, in their order; nil where there is none.
    func headers(at positions: [Position]) throws -> [LogEntry?] {
        try reader.entries(at: positions, headersOnly: true)
    }

    /// - Parameter limit: bytes; of a larger one nothing is read.
    func entry(at position: Position, upTo limit: Int) throws -> LogEntry? {
        try reader.entry(at: position, upTo: limit)
    }

    /// The entry with a revision on a line; nil where the line does not reach it.
    func entry(
        revision: Revision, on line: Line, headersOnly: Bool = false
    ) throws -> LogEntry? {
        try reader.entry(revision: revision, on: line, headersOnly: headersOnly)
    }

    /// The header of the entry with a revision that was written on this very branch.
    func header(revision: Revision, writtenOn branch: BranchID) throws -> LogEntry? {
        try reader.entry(revision: revision, writtenOn: branch)
    }

    /// The header of the entry that a writer gave this id; an erased one has none.
    func header(id: String, on line: Line, from: Revision = 1) throws -> LogEntry? {
        try reader.header(id: id, on: line, from: from)
    }

    func header(digest: EventDigest, before position: Position = .max) throws -> LogEntry? {
        try reader.header(digest: digest, before: position)
    }

    /// The newest entry of a kind and subject on a line, up to a revision.
    func latest(
        kind: EventKind, subject: String? = nil, on line: Line, through: Revision = .max,
        headersOnly: Bool = false
    ) throws -> LogEntry? {
        try reader.latest(
            kind: kind, subject: subject, on: line, through: through, headersOnly: headersOnly)
    }

    // MARK: Many

    /// Calls `body` with the entries of a line in their order, batch by batch, until it gives
    /// false.
    ///
    /// - Parameters:
    ///   - ascending: whether from `from` up, or from `through` down.
    ///   - kinds: whose bodies and contents are read; nil: all.
    func forEachEntry(
        on line: Line, from: Revision, through: Revision, ascending: Bool = true,
        headersOnly: Bool = false, kinds: Set<EventKind>? = nil,
        _ body: (LogEntry) throws -> Bool
    ) throws {
        var (low, high) = (from, through)
        while low <= high {
            let batch = try reader.entries(
                on: line, from: low, through: high, ascending: ascending, limit: 256,
                headersOnly: headersOnly, kinds: kinds.map(Array.init))
            for entry in batch {
                guard try body(entry) else { return }
            }
            guard let last = batch.last else { return }
            if ascending { low = last.revision + 1 } else { high = last.revision - 1 }
        }
    }

    /// Calls `body` with the events of a line in their order, batch by batch.
    ///
    /// - Parameter kinds: whose bodies and contents are read; nil: all.
    func forEachEvent(
        on line: Line, from: Revision, through: Revision, kinds: Set<EventKind>? = nil,
        _ body: (Event) throws -> Void
    ) throws {
        try forEachEntry(on: line, from: from, through: through, kinds: kinds) { entry in
            try body(event(entry))
            return true
        }
    }

    /// At most one batch of a line's entries; read on from where they end.
    func entries(
        on line: Line, from: Revision, through: Revision, ascending: Bool = true, limit: Int = 64,
        headersOnly: Bool = false, kinds: Set<EventKind>? = nil
    ) throws -> [LogEntry] {
        try reader.entries(
            on: line, from: from, through: through, ascending: ascending, limit: limit,
            headersOnly: headersOnly, kinds: kinds.map(Array.init))
    }

    /// Calls `body` with at most one batch of a line's entries, the payload beside each: for who
    /// packs them without making an array of every one.
    func forEachPacked(
        on line: Line, from: Revision, through: Revision, ascending: Bool, limit: Int,
        headersOnly: Bool, _ body: (consuming LogEntry, LogPayload) throws -> Void
    ) throws {
        try reader.forEachEntry(
            on: line, from: from, through: through, ascending: ascending, limit: limit,
            headersOnly: headersOnly, body)
    }

    /// The same of the file's entries in the order written, or against it.
    func forEachPacked(
        fromPosition from: Position, ascending: Bool, limit: Int, headersOnly: Bool,
        _ body: (consuming LogEntry, LogPayload) throws -> Void
    ) throws {
        try reader.forEachEntry(
            fromPosition: from, ascending: ascending, limit: limit, headersOnly: headersOnly, body)
    }

    /// At most one batch of the file's entries in the order written.
    func entries(
        fromPosition from: Position, limit: Int = 64, headersOnly: Bool = false
    ) throws -> [LogEntry] {
        try reader.entries(fromPosition: from, limit: limit, headersOnly: headersOnly)
    }

    /// Calls `body` with the file's entries in the order written, from a position on.
    func forEachEntry(fromPosition from: Position, _ body: (LogEntry) throws -> Void) throws {
        var next = max(from, 1)
        while true {
            let batch = try entries(fromPosition: next)
            guard let last = batch.last else { return }
            for entry in batch { try body(entry) }
            next = last.position + 1
        }
    }

    /// Calls `body` with each entry of the file that can be read, in the order written.
    ///
    /// - Returns: the positions of those that are damaged; of several that are missing, the first.
    @discardableResult
    func forEachReadableEntry(
        headersOnly: Bool, _ body: (LogEntry) throws -> Void
    ) throws -> [Position] {
        var next: Position = 1
        var damaged: [Position] = []
        let last = try lastPosition()
        while next <= last {
            let batch = try LogError.unlessDamaged {
                try entries(fromPosition: next, limit: 256, headersOnly: headersOnly)
            }
            for entry in batch ?? [] { try body(entry) }
            guard batch == nil else {
                next = (batch?.last?.position ?? last) + 1
                continue
            }
            damaged.append(next)
            // The next one there is: a forged number may lie as far away as numbers go.
            next = try reader.position(from: next + 1) ?? last + 1
        }
        return damaged
    }

    // MARK: The file

    /// The last position; 0 where nothing is written.
    func lastPosition() throws -> Position { try reader.lastPosition() }

    /// Counts and sizes. Cost: one pass over the log's headers.
    func totals() throws -> Totals { try reader.totals() }

    /// What is derived of the rows belongs to it; nil where it is damaged.
    func epoch() throws -> UInt64? { try reader.epoch() }
}
