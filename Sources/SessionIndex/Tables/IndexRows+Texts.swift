internal import GRDB
internal import SessionStore

/// Pieces of text, and the words in them.
extension IndexRows {
    /// Adds pieces of a file's texts.
    func add(_ pieces: [TextPiece], ofFile id: Int, _ numbers: inout PieceNumbers) throws {
        var sizes: [Month: [MonthTable: TableSize]] = [:]
        for piece in pieces {
            let number = try numbers.next(from: PieceID(firstAt: piece.time.microseconds)) {
                try self.number("SELECT 1 FROM piece WHERE id = ?", [$0.number]) != nil
            }
            let month = Month(of: number)
            if sizes[month] == nil { try ensure(month) }
            try insert(piece, number, ofFile: id)
            try insertText(of: piece, number, month)
            sizes[month, default: [:]][piece.sort.table, default: TableSize()].rows += 1
            sizes[month]?[piece.sort.table]?.words += piece.words
        }
        for (month, size) in sizes {
            try add(
                prompts: size[.prompt] ?? TableSize(), outputs: size[.output] ?? TableSize(),
                to: month)
        }
    }

    private func insert(_ piece: TextPiece, _ number: PieceID, ofFile id: Int) throws {
        try run(
            "INSERT INTO piece VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                number.number, id, piece.position.number, piece.sort.rawValue,
                piece.flags.rawValue, piece.words, piece.lineage, try word(piece.actor),
                try word(piece.detail),
            ])
    }

    private func insertText(of piece: TextPiece, _ number: PieceID, _ month: Month) throws {
        let table = piece.sort.table.name(month.number)
        try run(
            "INSERT INTO \(table) (rowid, \(piece.sort.column)) VALUES (?, ?)",
            [number.row, piece.text])
        guard piece.sort.hasLetters else { return }
        try run(
            "INSERT INTO \(MonthTable.letters.name(month.number)) (rowid, text) VALUES (?, ?)",
            [number.row, piece.text])
    }

    /// The number of a string, given where it has none.
    private func word(_ text: String?) throws -> Int? {
        guard let text else { return nil }
        if let known = try number("SELECT id FROM word WHERE text = ?", [text]) { return known }
        try run("INSERT INTO word (text) VALUES (?)", [text])
        return Int(database.lastInsertedRowID)
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

/// Gives pieces of the same second numbers of their own.
struct PieceNumbers {
    /// The number to try next, by the one that a second begins with.
    private var next: [PieceID: Int] = [:]
    private static let limit = 4096

    /// The first number that is not taken, from one on.
    mutating func next(
        from first: PieceID, isTaken: (PieceID) throws -> Bool
    ) rethrows -> PieceID {
        if next.count > Self.limit { next = [:] }
        var number = next[first] ?? first.number
        while try isTaken(PieceID(number)) { number += 1 }
        next[first] = number + 1
        return PieceID(number)
    }
}
