import Testing

@testable import EventLog

@Suite("Words by number")
struct WordTableTests {
    @Test func `a word keeps its number, and each its own`() throws {
        try Tables.with { rows throws in
            let words = WordTable()
            let texts = ["a", "b", "", "é", "e\u{301}", "A", "a\0b"]
            let numbers = try texts.map { try words.intern($0, in: rows) }
            #expect(numbers == [1, 2, 3, 4, 5, 6, 7])
            for table in [words, WordTable()] {
                for (text, number) in zip(texts, numbers) {
                    #expect(try table.intern(text, in: rows) == number)
                    #expect(try table.number(text, in: rows) == number)
                    #expect(try table.text(number, in: rows).utf8.elementsEqual(text.utf8))
                }
                #expect(try table.number("c", in: rows) == nil)
            }
        }
    }

    @Test func `a number beyond what is kept by index is a word all the same`() throws {
        try Tables.with { rows throws in
            let words = WordTable()
            _ = try words.intern("first", in: rows)
            var sum = RowChecksum()
            sum.add(100_000)
            sum.add("high")
            try rows.statement("INSERT INTO word VALUES (100000, 'high', \(sum.value))").run()
            #expect(try words.text(100_000, in: rows) == "high")
            #expect(try words.intern("next", in: rows) == 100_001)
        }
    }

    @Test func `a word that is missing or was changed is an error`() throws {
        for change in ["text = 'x'", "\"check\" = 1", "id = 9"] {
            try Tables.with { rows throws in
                _ = try WordTable().intern("a", in: rows)
                try rows.statement("UPDATE word SET \(change)").run()
                let place: Int = change == "id = 9" ? 9 : 1
                #expect(throws: LogError.self) { try WordTable().text(place, in: rows) }
                #expect(throws: LogError.self) { try WordTable().text(2, in: rows) }
                #expect(throws: LogError.self) {
                    try WordTable().numbers(in: rows) { _ in true }
                }
            }
        }
    }

    @Test func `what was rolled back is forgotten, and may be another word next`() throws {
        try Tables.with { rows throws in
            let words = WordTable()
            words.remembersAbsence = true
            #expect(try words.number("a", in: rows) == nil)
            try rows.begin(isWriting: true)
            #expect(try words.intern("a", in: rows) == 1)
            rows.rollBack()
            words.forgetAll()
            #expect(try words.number("a", in: rows) == nil)
            #expect(try words.intern("b", in: rows) == 1)
            #expect(try words.text(1, in: rows) == "b")
        }
    }

    @Test func `numbers of words that fit are found among all`() throws {
        try Tables.with { rows throws in
            let words = WordTable()
            for text in ["/p/a", "/q/b", "/p/c"] { _ = try words.intern(text, in: rows) }
            #expect(try words.numbers(in: rows) { $0.hasPrefix("/p") } == [1, 3])
        }
    }
}
