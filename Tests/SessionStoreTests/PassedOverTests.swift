import Foundation
import GRDB
import Generators
import SessionStore
import Testing

/// One flipped bit can put an entry of an index where nobody looks for it: then an older one is
/// found. Files above 512 KB are not checked as a whole at each opening.
@Suite("Entries that an index passes over")
struct PassedOverTests {
    /// A file of 700 KB in which `f` was changed three times, the last time at the head's end.
    private func write(to path: String) async throws {
        let session = try await Session.create(
            at: path, title: "Large", options: SessionOptions(masksSecrets: false))
        func change(_ text: String) async throws {
            try await session.append(
                [.file("f", content: Array(text.utf8), by: .system)], to: .main, expecting: .any)
        }
        var random = Seeded(state: 7)
        for text in ["one", "two"] {
            try await change(text)
            for _ in 0..<5 {
                let notes = (0..<70).map { _ in
                    let noise = (0..<64).map { _ in String(random.next(), radix: 36) }
                    return EventDraft.note(noise.joined(), by: .system)
                }
                try await session.append(notes, to: .main, expecting: .any)
            }
        }
        try await change("three")
        try await session.close()
    }

    /// Integers as a record of SQLite's holds them (<https://www.sqlite.org/fileformat2.html>): the
    /// header's length, each one's kind, then each one's bytes, of 0 and 1 none.
    private func record(_ values: [Int]) -> (header: [UInt8], body: [UInt8]) {
        var (header, body) = ([UInt8(values.count + 1)], [UInt8]())
        for value in values {
            switch value {
            case 0, 1: header.append(UInt8(8 + value))
            case ..<128: (header, body) = (header + [1], body + [UInt8(value)])
            default:
                (header, body) = (header + [2], body + [UInt8(value >> 8), UInt8(value & 0xFF)])
            }
        }
        return (header, body)
    }

    /// Where the entry of the last row stands in the pages of an index that has these columns.
    private func place(of columns: String, in path: String) throws -> Range<Int> {
        let queue = try DatabaseQueue(path: path)
        let row = try queue.read { database in
            try Row.fetchOne(
                database,
                sql: "SELECT \(columns), position FROM log WHERE branch > 0 "
                    + "ORDER BY position DESC LIMIT 1")
        }
        try queue.close()
        let values = Array(
            try #require(row).databaseValues.compactMap { Int.fromDatabaseValue($0) })
        let (header, body) = record(values)
        let file = try Data(contentsOf: URL(filePath: path))
        let size = Int(file[16]) << 8 | Int(file[17])
        // Leaves of indexes are pages of kind 10.
        let found = (0..<file.count / size).filter { file[$0 * size] == 10 }.compactMap {
            file.range(of: Data(header + body), in: $0 * size..<($0 + 1) * size)
        }
        #expect(found.count == 1)
        return try #require(found.first).dropFirst(header.count)
    }

    /// The content of the file, how many events there are, and the head; nil where there is none.
    private func answers(_ path: String) async -> [String?] {
        guard let session = try? await Session.open(path, mode: .readOnly) else { return [nil] }
        func ask(_ question: () async throws -> String) async -> String? { try? await question() }
        let answers = [
            await ask {
                let content = try await session.content(of: "f", at: .named(.main))
                return String(decoding: content, as: UTF8.self)
            },
            await ask {
                var count = 0
                for try await _ in session.events(on: .main, headersOnly: true) { count += 1 }
                return "\(count)"
            },
            await ask { "\(try await session.branches()[0].head)" },
        ]
        try? await session.close()
        return answers
    }

    @Test(arguments: ["branch, kind, subject, revision", "branch, revision"])
    func `no flipped bit of the newest entry gives an older one`(columns: String) async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("large.session")
        try await write(to: path)
        let expected = await answers(path)
        #expect(expected == ["three", "705", "705"])
        let whole = try Data(contentsOf: URL(filePath: path))
        #expect(whole.count > 600_000)
        let place = try place(of: columns, in: path)
        var refused = 0
        for (byte, bit) in place.flatMap({ byte in (0..<8).map { (byte, $0) } }) {
            var flipped = whole
            flipped[byte] ^= 1 << bit
            try flipped.write(to: URL(filePath: path))
            for answer in await answers(path) {
                if let answer { #expect(expected.contains(answer), "byte \(byte), bit \(bit)") }
                refused += answer == nil ? 1 : 0
            }
        }
        // That it looked at what is read.
        #expect(refused > place.count)
    }
}
