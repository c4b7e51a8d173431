internal import GRDB
internal import SessionStore

/// Pieces of text, and the words in them.
extension IndexRows {
    /// Adds pieces of a file's texts.
    func add(_ pieces: [TextPiece], ofFile id: Int, _ words: inout KnownWords) throws {
        for (month, pieces) in Dictionary(grouping: pieces, by: { Month(at: $0.time) }) {
            var row = try nextRow(in: month)
            let insertion = try TextInsertion(month, database)
            for piece in pieces {
                try insert(piece, PieceID(month: month, row: row), ofFile: id, &words)
                try insertion.insert(piece, row: row)
                row += 1
            }
            let prompts = pieces.count { $0.sort.table == .prompt }
            try add(prompts: prompts, outputs: pieces.count - prompts, to: month)
        }
    }

    private func insert(
        _ piece: TextPiece, _ number: PieceID, ofFile id: Int, _ words: inout KnownWords
    ) throws {
        try run(
            "INSERT INTO piece VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                number.number, id, piece.position.number, PieceTime.second(of: piece.time),
                piece.sort.rawValue, piece.flags.rawValue, piece.words, piece.lineage,
                try word(piece.actor, &words), try word(piece.detail, &words),
            ])
    }

    /// Adds words to the months that do not have them.
    func add(_ said: SaidWords) throws {
        for (month, said) in said.words {
            let (table, letters) = (
                MonthTable.word.name(month.number), MonthTable.letters.name(month.number)
            )
            for word in said.sorted() {
                try run("INSERT OR IGNORE INTO \(table) (text) VALUES (?)", [word])
                guard database.changesCount > 0 else { continue }
                try run(
                    "INSERT INTO \(letters) (rowid, text) VALUES (?, ?)",
                    [database.lastInsertedRowID, Triples.of(word)])
            }
        }
    }

    /// The number of a string, given where it has none.
    private func word(_ text: String?, _ words: inout KnownWords) throws -> Int? {
        guard let text else { return nil }
        if let known = words.numbers[text] { return known }
        var number = try number("SELECT id FROM word WHERE text = ?", [text])
        if number == nil {
            try run("INSERT INTO word (text) VALUES (?)", [text])
            number = Int(database.lastInsertedRowID)
        }
        words.numbers[text] = number
        return number
    }

    /// Adds the stretches of a file's log that its pieces lie in.
    func add(_ stretches: [LogStretch], ofFile id: Int) throws {
        for stretch in stretches {
            try run(
                "INSERT OR REPLACE INTO stretch VALUES (?, ?, ?, ?)",
                [
                    id, stretch.position.number, stretch.branch.number, stretch.revision.number,
                ])
        }
    }

    /// Takes the texts of files away. Their words stay in the months' tables until these are
    /// written anew; the texts themselves go at once.
    ///
    /// - Cost: one pass over all pieces.
    func removeTexts(ofFiles files: [Int], leaving staleness: Month.Staleness) throws {
        guard !files.isEmpty else { return }
        let list = files.map(String.init).joined(separator: ",")
        let months = try Int.fetchAll(
            database,
            sql: "SELECT DISTINCT id >> \(PieceID.monthShift) FROM piece WHERE file IN (\(list))")
        for month in months.map({ Month($0) }) {
            let (from, to) = bounds(of: month)
            try run(
                "UPDATE month SET stale = max(stale, ?) WHERE number = ?",
                [staleness.rawValue, month.number])
            try database.execute(
                sql: """
                    DELETE FROM \(MonthTable.said.name(month.number)) WHERE id IN \
                    (SELECT id - \(from) FROM piece WHERE id >= \(from) AND id < \(to) \
                    AND file IN (\(list)))
                    """)
        }
        try database.execute(sql: "DELETE FROM piece WHERE file IN (\(list))")
        try database.execute(sql: "DELETE FROM stretch WHERE file IN (\(list))")
        for file in files { try save(TextState(), ofFile: file) }
    }
}

/// The numbers of strings that were asked for in one transaction.
struct KnownWords {
    fileprivate var numbers: [String: Int] = [:]
}

/// Inserts texts into the tables of a month.
private struct TextInsertion {
    /// By the sort's number.
    private let statements: [Statement]
    private let keep: Statement

    init(_ month: Month, _ database: Database) throws {
        statements = try TextSort.allCases.map { sort in
            let table = sort.table.name(month.number)
            return try database.cachedStatement(
                sql: "INSERT INTO \(table) (rowid, \(sort.column)) VALUES (?, ?)")
        }
        keep = try database.cachedStatement(
            sql: "INSERT INTO \(MonthTable.said.name(month.number)) VALUES (?, ?, ?)")
    }

    func insert(_ piece: TextPiece, row: Int) throws {
        try statements[piece.sort.rawValue].execute(arguments: [row, piece.text])
        if let kept = piece.kept {
            try keep.execute(arguments: [row, kept.occurred.microseconds, kept.text])
        }
    }
}
