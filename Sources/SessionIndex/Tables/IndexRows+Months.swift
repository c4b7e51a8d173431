internal import GRDB
internal import SessionStore

/// A month of texts: 30 days since 1970, times of events cut to what a session can have.
struct Month: Hashable, Comparable, Sendable {
    let number: Int

    /// Why a month's tables have to be written anew.
    enum Staleness: Int, Sendable {
        /// Texts of files that are gone are in them.
        case gone = 1
        /// Erased texts are in them.
        case erased = 2
    }

    static func < (left: Month, right: Month) -> Bool { left.number < right.number }

    init(_ number: Int) { self.number = number }

    /// The month of a time.
    init(at time: Timestamp) { number = PieceTime.second(of: time) / Self.seconds }

    private static let seconds = 30 * 24 * 3600

    /// The month that a piece is of.
    init(of piece: PieceID) { number = piece.number >> PieceID.monthShift }
}

/// The number of a piece of text.
struct PieceID: Hashable, Comparable, Sendable {
    let number: Int

    static let monthShift = 32

    init(_ number: Int) { self.number = number }

    init(month: Month, row: Int) { number = month.number << Self.monthShift | row }

    static func < (left: PieceID, right: PieceID) -> Bool { left.number < right.number }

    /// The row in the month's tables.
    var row: Int { number & (1 << Self.monthShift - 1) }
}

/// Times of pieces, in seconds since 1970: those before, and after 2200, are not told apart.
enum PieceTime {
    private static let last = 230 * 365 * 24 * 3600

    static func second(of time: Timestamp) -> Int {
        min(max(time.microseconds / 1_000_000, 0), last)
    }
}

/// Months and their tables.
extension IndexRows {
    struct MonthRow: Sendable {
        let month: Month
        /// Rows in its tables.
        let prompts: Int
        let outputs: Int
    }

    /// Those that have tables, the newest first.
    func months() throws -> [MonthRow] {
        let cursor = try rows(
            "SELECT number, prompts, outputs FROM month ORDER BY number DESC")
        var months: [MonthRow] = []
        while let row = try cursor.next() {
            months.append(
                MonthRow(
                    month: Month(row.int(0)),
                    prompts: row.int(1), outputs: row.int(2)))
        }
        return months
    }

    /// Months whose tables have to be written anew, for this reason or a better one.
    func months(stale staleness: Month.Staleness) throws -> [Month] {
        try Int.fetchAll(
            database.cachedStatement(
                sql: "SELECT number FROM month WHERE stale >= ? ORDER BY number"),
            arguments: [staleness.rawValue]
        ).map { Month($0) }
    }

    /// The row that a month's tables are given next. They are made where there are none.
    func nextRow(in month: Month) throws -> Int {
        if let rows = try number(
            "SELECT prompts + outputs FROM month WHERE number = ?", [month.number])
        {
            return rows
        }
        try IndexSchema.create(month: month.number, in: database)
        try run("INSERT INTO month VALUES (?, 0, 0, 0)", [month.number])
        return 0
    }

    /// Takes a month's tables away, and its pieces.
    func drop(_ month: Month) throws {
        try IndexSchema.drop(month: month.number, in: database)
        try run("DELETE FROM month WHERE number = ?", [month.number])
        let (from, to) = bounds(of: month)
        try run("DELETE FROM piece WHERE id >= ? AND id < ?", [from, to])
    }

    /// The files that have pieces in a month.
    func files(in month: Month) throws -> [Int] {
        let (from, to) = bounds(of: month)
        return try Int.fetchAll(
            database.cachedStatement(
                sql: "SELECT DISTINCT file FROM piece WHERE id >= ? AND id < ? ORDER BY file"),
            arguments: [from, to])
    }

    /// Numbers of its pieces: from the first up to where the next month's begin.
    func bounds(of month: Month) -> (from: Int, to: Int) {
        (
            PieceID(month: month, row: 0).number,
            PieceID(month: Month(month.number + 1), row: 0).number
        )
    }

    /// Counts the rows that were added to a month's tables.
    func add(prompts: Int, outputs: Int, to month: Month) throws {
        try run(
            "UPDATE month SET prompts = prompts + ?, outputs = outputs + ? WHERE number = ?",
            [prompts, outputs, month.number])
    }
}
