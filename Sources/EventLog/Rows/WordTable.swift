/// The strings that repeat, by number and back. Words never change, so both ways are kept once
/// read.
///
/// Not safe for several threads at once: each connection has its own.
final class WordTable {
    /// By number, for the lower ones, which nearly all are.
    private var lowTexts: [String?] = []
    private var highTexts: [Int: String] = [:]
    private static let lowLimit: Int = 65_536
    /// By the word's bytes: Swift's strings are equal where Unicode calls them equivalent, and the
    /// paths of two files may differ in just that.
    private var numbers: [[UInt8]: Int] = [:]

    /// Words that the file did not have when they were looked for, in the state of the file that
    /// `version` tells: others may write them. The writer forgets everything by itself then.
    private var absent: Set<[UInt8]> = []
    private var version: Int?
    /// Whether `numbers` has every word of that state.
    private var isComplete = false
    var remembersAbsence = false

    /// Forgets words that a rolled-back transaction may have added.
    func forgetAll() {
        lowTexts = []
        highTexts = [:]
        numbers = [:]
        absent = []
        (version, isComplete) = (nil, false)
    }

    func text(_ number: Int, in rows: LogRows) throws -> String {
        if let text = known(number) { return text }
        let statement = try rows.statement(#"SELECT text, "check" FROM word WHERE id = ?"#)
        defer { statement.reset() }
        statement.bind(1, number)
        guard try statement.step() else { throw LogError.damaged("word \(number) is missing") }
        let text = statement.text(0)
        guard statement.int(1) == Self.checksum(number, text) else {
            throw LogError.damaged("word \(number) does not match its checksum")
        }
        remember(number, text)
        return text
    }

    private func known(_ number: Int) -> String? {
        if number >= 0, number < lowTexts.count { return lowTexts[number] }
        return highTexts[number]
    }

    /// The numbers of the words that fit. Cost: one pass over all words.
    func numbers(in rows: LogRows, where fits: (String) -> Bool) throws -> Set<Int> {
        let statement = try rows.statement(#"SELECT id, text, "check" FROM word"#)
        defer { statement.reset() }
        var numbers: Set<Int> = []
        while try statement.step() {
            let (number, text) = (statement.int(0), statement.text(1))
            guard statement.int(2) == Self.checksum(number, text) else {
                throw LogError.damaged("word \(number) does not match its checksum")
            }
            remember(number, text)
            if fits(text) { numbers.insert(number) }
        }
        return numbers
    }

    /// The word's number; nil where the file does not have it.
    func number(_ text: String, in rows: LogRows) throws -> Int? {
        let bytes = Array(text.utf8)
        if let number = numbers[bytes] { return number }
        try forgetAbsence(rows)
        if absent.contains(bytes) { return nil }
        let statement = try rows.statement("SELECT id FROM word WHERE text = ?")
        defer { statement.reset() }
        statement.bind(1, text)
        guard try statement.step() else {
            try readAll(rows)
            guard numbers[bytes] == nil else {
                throw LogError.damaged("an index passes over the word \(text)")
            }
            absent.insert(bytes)
            return nil
        }
        let number = statement.int(0)
        guard try self.text(number, in: rows).utf8.elementsEqual(bytes) else {
            throw LogError.damaged("an index names another word than \(text)")
        }
        remember(number, text)
        return number
    }

    private func forgetAbsence(_ rows: LogRows) throws {
        guard !remembersAbsence else { return }
        let now = try rows.dataVersion()
        guard now != version else { return }
        (version, isComplete, absent) = (now, false, [])
    }

    /// An index that has no entry proves nothing: the words themselves are gone through, once for
    /// each state of the file.
    private func readAll(_ rows: LogRows) throws {
        guard !isComplete else { return }
        _ = try numbers(in: rows) { _ in false }
        isComplete = true
    }

    /// The word's number, given to it now where the file does not have it.
    func intern(_ text: String, in rows: LogRows) throws -> Int {
        if let number = try number(text, in: rows) { return number }
        let next = try rows.statement("SELECT coalesce(max(id), 0) + 1 FROM word")
        guard try next.step() else { throw LogError.damaged("the words cannot be counted") }
        let number = next.int(0)
        next.reset()
        let insert = try rows.statement("INSERT INTO word VALUES (?, ?, ?)")
        insert.bind(1, number)
        insert.bind(2, text)
        insert.bind(3, Self.checksum(number, text))
        try insert.run()
        remember(number, text)
        return number
    }

    private func remember(_ number: Int, _ text: String) {
        if (0..<Self.lowLimit).contains(number) {
            while lowTexts.count <= number { lowTexts.append(nil) }
            lowTexts[number] = text
        } else {
            highTexts[number] = text
        }
        let bytes = Array(text.utf8)
        numbers[bytes] = number
        absent.remove(bytes)
    }

    /// Whether a row of the whole table is what its checksum says.
    static func check(_ row: SQLStatement) throws {
        guard row.int(2) == checksum(row.int(0), row.text(1)) else {
            throw LogError.damaged("word \(row.int(0)) does not match its checksum")
        }
    }

    private static func checksum(_ number: Int, _ text: String) -> Int {
        var sum = RowChecksum()
        sum.add(number)
        sum.add(text)
        return sum.value
    }
}
