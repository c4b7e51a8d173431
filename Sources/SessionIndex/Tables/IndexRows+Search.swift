internal import GRDB
internal import SessionStore

/// A piece of text that fits, before it is known how well among all.
struct Candidate: Sendable {
    let piece: PieceID
    /// When it was said, in seconds since 1970.
    let second: Int
    let file: Int
    let position: Position
    let sort: TextSort
    let words: Int
    let lineage: Int
    let detail: Int?
    /// How well the text fits the words, whenever it was said and by whom: from 0 to about 2.2.
    let fit: Double
}

/// What candidates are narrowed by.
struct CandidateFilter: Sendable {
    /// Nil: all.
    var sorts: Set<TextSort>?
    var files: Set<Int>?
    var actors: Set<Int>?
    var details: Set<Int>?
    /// In seconds since 1970.
    var since: Int?
    var until: Int?
    var flags: TextPiece.Flags = []
    /// The stretches of lines that are asked for, by file; nil: all.
    var lines: [Int: LineStretches]?

    func fits(_ sort: TextSort) -> Bool { sorts?.contains(sort) ?? true }
}

/// Words in the tables of months.
extension IndexRows {
    /// The newest pieces of a month that a table finds.
    ///
    /// - Parameters:
    ///   - expressions: all of them have to be in a text.
    ///   - isOfParts: whether each expression is of several phrases, which count as one.
    ///   - limit: at most so many.
    func candidates(
        _ table: MonthTable, in month: MonthRow, _ expressions: [String], isOfParts: Bool,
        _ filter: CandidateFilter, limit: Int
    ) throws -> [Candidate] {
        let name = table.name(month.month.number)
        let cursor = try rows(
            """
            SELECT \(name).rowid, phrase_counts(\(name)), file, \
            position, sort, words, lineage, detail, time FROM \(name) CROSS JOIN piece \
            ON piece.id = \(PieceID(month: month.month, row: 0).number) + \(name).rowid \
            WHERE \(name) MATCH ?\(filter.conditions) \
            ORDER BY \(name).rowid DESC
            """, [expressions.joined(separator: " AND ")])
        // Most months have no hit of a rare word, and need not say how rare it is.
        var known: BM25?
        var found: [Candidate] = []
        while found.count < limit, let row = try cursor.next() {
            let measure =
                try known
                ?? BM25(
                    rarities: isOfParts
                        ? [1]
                        : rarities(
                            of: expressions, in: name,
                            rows: table == .prompt ? month.prompts : month.outputs))
            known = measure
            let candidate = Candidate(row, month.month, measure, isOfParts: isOfParts)
            if filter.lines?[candidate.file]?.contains(candidate.position) ?? (filter.lines == nil)
            {
                found.append(candidate)
            }
        }
        return found
    }

    /// How rare each expression is in a table.
    private func rarities(
        of expressions: [String], in table: String, rows: Int
    ) throws -> [Double] {
        guard expressions.count > 1 else { return [1] }
        return try expressions.map { expression in
            // From half the rows on it makes no difference how many there are.
            let hits = try number(
                "SELECT count(*) FROM (SELECT 1 FROM \(table) WHERE \(table) MATCH ? LIMIT ?)",
                [expression, rows / 2 + 1])
            return BM25.rarity(hits: hits ?? 0, rows: rows)
        }
    }

    /// The words of a month that each part is in, as expressions; nil: one is in none.
    func words(with parts: [String], in month: Month) throws -> [String]? {
        var expressions: [String] = []
        for part in parts {
            let words = try words(with: part, in: month)
            guard !words.isEmpty else { return nil }
            expressions.append("(" + words.map(SearchWords.quoted).joined(separator: " OR ") + ")")
        }
        return expressions
    }

    /// Words that are taken for a part of one; more say nothing.
    private static let wordLimit = 64

    private func words(with part: String, in month: Month) throws -> [String] {
        let letters = MonthTable.letters.name(month.number)
        let triples = Triples.of(part).split(separator: " ").map { SearchWords.quoted(String($0)) }
        let cursor = try rows(
            """
            SELECT word.text FROM \(letters) \
            CROSS JOIN \(MonthTable.word.name(month.number)) AS word ON word.id = \(letters).rowid \
            WHERE \(letters) MATCH ?
            """, [triples.joined(separator: " AND ")])
        var words: [String] = []
        while words.count < Self.wordLimit, let row = try cursor.next() {
            let word = row.text(0)
            if word.contains(part) { words.append(word) }
        }
        return words
    }

    /// The numbers of the strings that fit.
    func words(where fits: (String) -> Bool) throws -> Set<Int> {
        let cursor = try rows("SELECT id, text FROM word")
        var words: Set<Int> = []
        while let row = try cursor.next() {
            if fits(row.text(1)) { words.insert(row.int(0)) }
        }
        return words
    }

    func word(_ id: Int?) throws -> String? {
        guard let id else { return nil }
        return try String.fetchOne(
            database.cachedStatement(sql: "SELECT text FROM word WHERE id = ?"), arguments: [id])
    }

    /// What the index keeps of what was said; nil: it is looked up in the session.
    func kept(_ candidate: Candidate) throws -> Find.Said? {
        guard candidate.sort.table == .prompt else { return nil }
        let month = Month(of: candidate.piece)
        let cursor = try rows(
            """
            SELECT said.occurred, said.text, word.text FROM \(MonthTable.said.name(month.number)) \
            AS said JOIN piece ON piece.id = ? LEFT JOIN word ON word.id = piece.actor \
            WHERE said.id = ?
            """, [candidate.piece.number, candidate.piece.row])
        return try cursor.next().map { row in
            Find.Said(
                text: row.text(1),
                actor: row.optionalText(2).map { EventActor(rawValue: $0) } ?? .erased,
                occurredAt: Timestamp(microseconds: row.int(0)))
        }
    }

    // MARK: Lines

    /// The branch and the revision of an event; nil: they are not known.
    func place(of position: Position, inFile id: Int) throws -> (branch: BranchID, Revision)? {
        let cursor = try rows(
            """
            SELECT branch, revision, position FROM stretch WHERE file = ? AND position <= ? \
            ORDER BY position DESC LIMIT 1
            """, [id, position.number])
        guard let row = try cursor.next() else { return nil }
        return (
            BranchID(row.int(0)), Revision(row.int(1) + position.number - row.int(2))
        )
    }

    func branchName(_ branch: BranchID, ofFile id: Int) throws -> BranchName? {
        try String.fetchOne(
            database.cachedStatement(
                sql: "SELECT name FROM branch WHERE file = ? AND number = ?"),
            arguments: [id, branch.number]
        ).map { BranchName(rawValue: $0) }
    }

    /// The stretches of the log that are on the line of a branch of this name, by file.
    func lines(ofBranches names: [BranchName]) throws -> [Int: LineStretches] {
        var lines: [Int: LineStretches] = [:]
        for name in names {
            let cursor = try rows(
                "SELECT file, number FROM branch WHERE name = ?", [name.rawValue])
            while let row = try cursor.next() {
                let file = row.int(0)
                try lines[file, default: LineStretches()].add(
                    segments(of: row.int(1), inFile: file), stretches(ofFile: file))
            }
        }
        return lines
    }

    /// The last revision of each branch that a line goes through.
    private func segments(of branch: Int, inFile id: Int) throws -> [Int: Int] {
        var segments: [Int: Int] = [:]
        var (next, last) = (Optional(branch), Int.max)
        while let branch = next, segments[branch] == nil {
            segments[branch] = last
            let cursor = try rows(
                "SELECT parent, fork FROM branch WHERE file = ? AND number = ?", [id, branch])
            guard let row = try cursor.next() else { break }
            next = row[0]
            last = min(last, row.int(1))
        }
        return segments
    }

    private func stretches(ofFile id: Int) throws -> [LogStretch] {
        let cursor = try rows(
            "SELECT position, branch, revision FROM stretch WHERE file = ? ORDER BY position",
            [id])
        var stretches: [LogStretch] = []
        while let row = try cursor.next() {
            stretches.append(
                LogStretch(
                    position: Position(row.int(0)), branch: BranchID(row.int(1)),
                    revision: Revision(row.int(2))))
        }
        return stretches
    }
}

/// Which positions of a file's log are on a line.
struct LineStretches: Sendable {
    private var ranges: [Range<Int>] = []

    /// - Parameter segments: the last revision that counts, by branch.
    mutating func add(_ segments: [Int: Int], _ stretches: [LogStretch]) {
        for (index, stretch) in stretches.enumerated() {
            guard let last = segments[stretch.branch.number],
                stretch.revision.number <= last
            else { continue }
            let first = stretch.position.number
            let next = index + 1 < stretches.count ? stretches[index + 1].position.number : Int.max
            let count = last == .max ? Int.max : last - stretch.revision.number + 1
            let (end, isOver) = first.addingReportingOverflow(count)
            if first < next { ranges.append(first..<min(next, isOver ? .max : end)) }
        }
    }

    func contains(_ position: Position) -> Bool { ranges.contains { $0 ~= position.number } }
}

extension CandidateFilter {
    /// As conditions of SQL. All values are numbers of ours.
    fileprivate var conditions: String {
        var conditions: [String] = []
        func list(_ numbers: some Sequence<Int>) -> String {
            "(" + numbers.sorted().map(String.init).joined(separator: ",") + ")"
        }
        if let sorts { conditions.append("sort IN \(list(sorts.map(\.rawValue)))") }
        if let files { conditions.append("file IN \(list(files))") }
        if let actors { conditions.append("actor IN \(list(actors))") }
        if let details { conditions.append("detail IN \(list(details))") }
        if flags.rawValue != 0 {
            conditions.append("flags & \(flags.rawValue) = \(flags.rawValue)")
        }
        if let since { conditions.append("time >= \(since)") }
        if let until { conditions.append("time < \(until)") }
        return conditions.map { " AND \($0)" }.joined()
    }
}

extension Candidate {
    fileprivate init(_ row: Row, _ month: Month, _ measure: BM25, isOfParts: Bool) {
        piece = PieceID(month: month, row: row.int(0))
        file = row.int(2)
        position = Position(row.int(3))
        sort = TextSort(rawValue: row.int(4)) ?? .result
        words = row.int(5)
        lineage = row.int(6)
        detail = row[7]
        second = row.int(8)
        let counts = PhraseCounts(packed: row.int(1))
        fit = measure.fit(isOfParts ? counts.joined : counts, words: words)
    }
}
