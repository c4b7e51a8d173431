internal import SessionTerms

/// Rows of another file of the same log, taken over as they are stored: nothing is decoded, nothing
/// is compressed anew.
extension LogRows {
    /// What was carried over.
    struct Carried {
        var rows = 0
        /// Of payloads, as they are stored.
        var bytes = 0
        /// The numbers of the words that these rows use.
        var words: Set<Int> = []
    }

    /// Adds the other log's rows behind the last one of this one.
    ///
    /// - Parameter last: the last position that is taken over.
    /// - Throws: `damaged` at the first row that is missing, or that is not what its checksums say:
    ///   damage is not carried on.
    func carryLog(from source: LogRows, through last: Position) throws -> Carried {
        var carried = Carried()
        var next = try lastPosition() + 1
        while next <= last {
            let first = next
            try source.forEachRow(
                fromPosition: first, limit: last - first + 1, withPayload: true
            ) { stored in
                guard stored.row.position == next else {
                    throw LogError.damaged("the event is missing", at: next)
                }
                let blob = try stored.soundBlob()
                try insert(stored.row, blob)
                carried.take(stored.row, blob)
                next += 1
            }
            guard next > first else { throw LogError.damaged("the event is missing", at: next) }
        }
        return carried
    }

    /// Adds the other file's words that this one does not have.
    ///
    /// - Parameter isWanted: by number, which ones.
    func carryWords(from source: LogRows, where isWanted: (Int) -> Bool) throws {
        let last = try statement("SELECT coalesce(max(id), 0) FROM word")
        defer { last.reset() }
        let known = try last.step() ? last.int(0) : 0
        last.reset()
        let words = try source.statement("SELECT * FROM word WHERE id > ? ORDER BY id")
        defer { words.reset() }
        words.bind(1, known)
        let insert = try statement("INSERT INTO word VALUES (?, ?, ?)")
        while try words.step() {
            guard isWanted(words.int(0)) else { continue }
            try WordTable.check(words)
            try insert.run(with: words, columns: 3)
        }
    }

    // MARK: What is derived

    /// A table that may be deleted at any time, and what tells its rows apart.
    enum DerivedTable: String, CaseIterable {
        case snapshot, preview

        fileprivate var key: [String] {
            switch self {
            case .snapshot: ["projection", "version", "branch", "revision"]
            case .preview: ["branch"]
            }
        }

        fileprivate var condition: String {
            key.map { "\($0) = ?" }.joined(separator: " AND ")
        }

        fileprivate var columns: Int { self == .snapshot ? 6 : 20 }
    }

    /// Makes what is derived what it is in the other file, whose log this file has now: what
    /// differs is written, the rest is left alone.
    ///
    /// - Cost: a pass over the keys of both files.
    func carryDerived(from source: LogRows) throws {
        for table in DerivedTable.allCases {
            let (theirs, ours) = (try source.keys(of: table), try keys(of: table))
            let delete = try statement("DELETE FROM \(table) WHERE \(table.condition)")
            for row in ours.subtracting(theirs) {
                delete.bind(row.key)
                try delete.run()
            }
            let select = try source.statement("SELECT * FROM \(table) WHERE \(table.condition)")
            let marks = Array(repeating: "?", count: table.columns).joined(separator: ", ")
            let insert = try statement("INSERT INTO \(table) VALUES (\(marks))")
            for row in theirs.subtracting(ours) {
                defer { select.reset() }
                select.bind(row.key)
                if try select.step() { try insert.run(with: select, columns: table.columns) }
            }
        }
    }

    private struct DerivedRow: Hashable {
        /// Numbers as texts: SQLite compares them as numbers with a column of these.
        let key: [String]
        let check: Int
    }

    private func keys(of table: DerivedTable) throws -> Set<DerivedRow> {
        let names = table.key.joined(separator: ", ")
        let statement = try statement("SELECT \"check\", \(names) FROM \(table)")
        defer { statement.reset() }
        var rows: Set<DerivedRow> = []
        while try statement.step() {
            let key = (1...table.key.count).map { statement.text(Int32($0)) }
            rows.insert(DerivedRow(key: key, check: statement.int(0)))
        }
        return rows
    }

    // MARK: Times

    /// The last position that was recorded at a time or before it; nil: all were later.
    ///
    /// - Parameter time: microseconds since 1970.
    /// - Cost: one pass over the log's headers.
    func lastPosition(recordedBy time: Int) throws -> Position? {
        let statement = try statement(
            "SELECT max(position) FROM log WHERE occurred + recorded <= ?")
        defer { statement.reset() }
        statement.bind(1, time)
        guard try statement.step() else { return nil }
        return statement.optionalInt(0)
    }
}

extension LogRows.Carried {
    fileprivate mutating func take(_ row: LogRow, _ blob: [UInt8]) {
        rows += 1
        bytes += blob.count
        words.formUnion([row.kind, row.dialect, row.subject, row.actor].compactMap { $0 })
    }
}

extension StoredRow {
    /// The payload's bytes, once they are what can stand there.
    fileprivate func soundBlob() throws -> [UInt8] {
        let blob = blob ?? []
        let isSound =
            if row.salt == nil {
                blob.count == EventDigest.count
            } else {
                row.origin != nil || PayloadBlob.mode(of: blob) != nil
            }
        guard isSound else {
            throw LogError.damaged("its payload does not match its checksum", at: row.position)
        }
        return blob
    }
}

extension SQLStatement {
    fileprivate func bind(_ texts: [String]) {
        for (index, text) in texts.enumerated() { bind(Int32(index + 1), text) }
    }

    /// Runs a statement with the current row of another one.
    fileprivate func run(with row: SQLStatement, columns: Int) throws {
        for column in 0..<Int32(columns) { bind(column + 1, row, column) }
        try run()
    }
}
