internal import GRDB
internal import SessionStore

/// Pieces of text, and the words in them.
extension IndexRows {
    /// Adds pieces of a file's texts.
    func add(_ pieces: [TextPiece], ofFile id: Int, _ words: inout KnownWords) throws {
        for (month, pieces) in Dictionary(grouping: pieces, by: { Month(at: $0.time) }) {
            var row = try nextRow(in: month)
            var sizes: [MonthTable: TableSize] = [:]
            for piece in pieces {
                try insert(piece, PieceID(month: month, row: row), ofFile: id, &words)
                try insertText(of: piece, row: row, month)
                sizes[piece.sort.table, default: TableSize()].rows += 1
                sizes[piece.sort.table]?.words += piece.words
                row += 1
            }
            try add(
                prompts: sizes[.prompt] ?? TableSize(), outputs: sizes[.output] ?? TableSize(),
                to: month)
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

    private func insertText(of piece: TextPiece, row: Int, _ month: Month) throws {
        let table = piece.sort.table.name(month.number)
        try run(
            "INSERT INTO \(table) (rowid, \(piece.sort.column)) VALUES (?, ?)",
            [row, piece.text])
        guard piece.sort.hasLetters else { return }
        try run(
            "INSERT INTO \(MonthTable.letters.name(month.number)) (rowid, text) VALUES (?, ?)",
            [row, Triples.of(piece.text)])
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
    /// written anew.
    ///
    /// - Cost: one pass over all pieces.
    func removeTexts(ofFiles files: [Int], leaving staleness: Month.Staleness) throws {
        guard !files.isEmpty else { return }
        let list = files.map(String.init).joined(separator: ",")
        try database.execute(
            sql: """
                UPDATE month SET stale = max(stale, \(staleness.rawValue)) WHERE number IN \
                (SELECT DISTINCT id >> \(PieceID.monthShift) FROM piece WHERE file IN (\(list)))
                """)
        try database.execute(sql: "DELETE FROM piece WHERE file IN (\(list))")
        try database.execute(sql: "DELETE FROM stretch WHERE file IN (\(list))")
        for file in files { try save(TextState(), ofFile: file) }
    }
}

/// The numbers of strings that were asked for in one transaction.
struct KnownWords {
    fileprivate var numbers: [String: Int] = [:]
}
