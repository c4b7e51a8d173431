import Generators
import SessionTerms
import Testing

@testable import EventLog

@Suite("Reading many rows")
struct LogRowsTests {
    /// Ten rows of branches 1 and 2 in turn, and what `body` finds in them.
    private func with<Result>(_ body: (LogRows) throws -> Result) throws -> Result {
        try Tables.with { rows throws in
            for index in 0..<10 {
                var row = LogRow.bare(
                    (index + 1).position, branch: BranchID(1 + index % 2),
                    revision: (index / 2 + 1).revision)
                row.kind = index < 4 ? 1 : 2
                row.subject = index % 4 == 0 ? 5 : nil
                row.salt = Bytes16([UInt8](repeating: 1, count: 16))
                row.size = 3
                if index == 8 { (row.origin, row.base) = (LogRow.digest(3), 6) }
                if index == 6 { row.base = 2 }
                try rows.insert(row, [UInt8(index % 4), 0, 0])
            }
            return try body(rows)
        }
    }

    private func positions(
        _ rows: LogRows, from: Position, ascending: Bool = true, limit: Int = 100
    ) throws -> [Position] {
        var found: [Position] = []
        try rows.forEachRow(
            fromPosition: from, ascending: ascending, limit: limit, withPayload: false
        ) { found.append($0.row.position) }
        return found
    }

    @Test func `positions come in order, either way, from where and as many as asked`() throws {
        try with { rows throws in
            #expect(try positions(rows, from: 0) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
            #expect(try positions(rows, from: 4, limit: 3) == [4, 5, 6])
            #expect(try positions(rows, from: 4, ascending: false) == [4, 3, 2, 1])
            #expect(try positions(rows, from: 99, ascending: false, limit: 2) == [10, 9])
            #expect(try positions(rows, from: 11).isEmpty)
            #expect(try positions(rows, from: 1, limit: 0).isEmpty)
            #expect(try rows.lastPosition() == 10)
            #expect(try rows.position(from: -5) == 1)
            #expect(try rows.position(from: 7) == 7)
            #expect(try rows.position(from: 11) == nil)
        }
    }

    @Test func `what is read is counted, row by row`() throws {
        try with { rows throws in
            _ = try positions(rows, from: 3, limit: 4)
            #expect(rows.counts.rows == 4)
            _ = try rows.newest(kind: 2, subject: nil, in: segment(1, 1...9))
            #expect(rows.counts.rows == 5)
            try rows.forEachPosition(kind: 1, branch: 1) { _, _ in }
            #expect(rows.counts.keys == 2 && rows.counts.rows == 5)
        }
    }

    private func segment(_ branch: BranchID, _ revisions: ClosedRange<Revision>) -> Line.Segment {
        Line.Segment(branch: branch, revisions: revisions)
    }

    @Test func `a segment is the rows of its branch between its revisions`() throws {
        try with { rows throws in
            func found(
                _ branch: BranchID, _ revisions: ClosedRange<Revision>, ascending: Bool = true,
                limit: Int = 9
            ) throws -> [Position] {
                var found: [Position] = []
                try rows.forEachRow(
                    of: segment(branch, revisions), ascending: ascending, limit: limit,
                    withPayload: true
                ) { stored in
                    #expect(stored.blob?.first == UInt8((stored.row.position.number - 1) % 4))
                    found.append(stored.row.position)
                }
                return found
            }
            #expect(try found(1, 2...4) == [3, 5, 7])
            #expect(try found(2, 2...4, ascending: false) == [8, 6, 4])
            #expect(try found(2, 1...Revision.max, limit: 2) == [2, 4])
            #expect(try found(2, 6...9).isEmpty)
            #expect(try found(3, 1...9).isEmpty)
        }
    }

    @Test func `payloads are read of the kinds that are asked for`() throws {
        try with { rows throws in
            var with: [Position] = []
            try rows.forEachRow(
                of: segment(1, 1...9), ascending: true, limit: 9, withPayload: true, kinds: [2]
            ) { if $0.blob != nil { with.append($0.row.position) } }
            #expect(with == [5, 7, 9])
        }
    }

    @Test func `rows before a damaged one are given, and an error where it is the first`() throws {
        try with { rows throws in
            try Tables.dropTriggers(rows)
            try rows.statement("UPDATE log SET occurred = 1 WHERE position = 5").run()
            #expect(try positions(rows, from: 2) == [2, 3, 4])
            #expect(try positions(rows, from: 6) == [6, 7, 8, 9, 10])
            let error = #expect(throws: LogError.self) { try positions(rows, from: 5) }
            #expect(error?.position == 5)
        }
    }

    @Test func `what a reader refuses ends the batch, and is an error where it is the first`()
        throws
    {
        struct Refusal: Error {}
        try with { rows throws in
            var found: [Position] = []
            func read(from: Position) throws {
                try rows.forEachRow(fromPosition: from, limit: 9, withPayload: false) {
                    if $0.row.position == 3 { throw Refusal() }
                    found.append($0.row.position)
                }
            }
            try read(from: 1)
            #expect(found == [1, 2])
            #expect(throws: Refusal.self) { try read(from: 3) }
        }
    }

    @Test func `an index gives the newest of a kind and subject, the places of all, and ids`()
        throws
    {
        try with { rows throws in
            func newest(_ kind: Int, _ subject: Int?, _ revisions: ClosedRange<Revision>) throws
                -> Position?
            {
                try rows.newest(kind: kind, subject: subject, in: segment(1, revisions))?.position
            }
            #expect(try newest(1, 5, 1...9) == 1)
            #expect(try newest(2, 5, 1...9) == 9)
            #expect(try newest(2, 5, 1...4) == 5)
            #expect(try newest(2, nil, 1...9) == 7)
            #expect(try newest(1, nil, 1...1) == nil)
            #expect(try newest(3, nil, 1...9) == nil)
            var places: [Position: Int] = [:]
            try rows.forEachPosition(kind: 2, branch: 1) { places[$0] = $1 }
            #expect(places == [5: 5, 7: 0, 9: 5])
            places = [:]
            try rows.forEachPosition(kind: 2, subject: 0, branch: 1) { places[$0] = $1 }
            #expect(places == [7: 0])
            #expect(try rows.positions(kind: 2, branch: 2, revisions: 3...4) == [6, 8])
            try rows.insert(.full(11, revision: 20), [])
            #expect(try rows.row(id: "id-11", branch: 1)?.position == 11)
            #expect(try rows.row(id: "id-11", branch: 2) == nil)
        }
    }

    @Test func `passes give stand-ins, dependents, digests and sums`() throws {
        try with { rows throws in
            var standIns: [[Position]] = []
            try rows.forEachStandIn { standIns.append([$0, $1]) }
            #expect(standIns == [[9, 3]])
            var dependents: [[Position]] = []
            try rows.forEachDependent(after: 0) { position, base, mode in
                #expect(mode == .delta)
                dependents.append([position, base])
            }
            #expect(dependents == [[7, 5]])
            try rows.forEachDependent(after: 7) { _, _, _ in Issue.record("7 is behind itself") }
            var digests: [Position] = []
            try rows.forEachDigest { position, digest in
                #expect(digest == LogRow.digest(position.number))
                digests.append(position)
            }
            #expect(digests == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
            #expect(try rows.position(digest: LogRow.digest(4), before: 5) == 4)
            #expect(try rows.position(digest: LogRow.digest(4), before: 4) == nil)
            #expect(try rows.origin() == LogRow.digest(1).bytes)
            let sums = try rows.sums()
            #expect(sums.rows == 10 && sums.payloads == 27 && sums.stored == 30)
            let kinds = try rows.countsByKind().map { [$0.kind, $0.count] }
            #expect(kinds == [[1, 4], [2, 6]])
            var packed: [Position] = []
            try rows.forEachPackedRow(branch: 1) { packed.append($0.position) }
            #expect(packed == [1, 3, 5, 7], "a stand-in has no payload of its own")
        }
    }

    @Test func `an empty log has no positions and no sums`() throws {
        try Tables.with { rows throws in
            #expect(try rows.lastPosition() == 0)
            #expect(try rows.position(from: 1) == nil)
            #expect(try rows.sums() == (0, 0, 0))
            #expect(try rows.origin().isEmpty)
        }
    }

    @Test func `words that no event uses any more go, and those in use stay`() throws {
        try with { rows throws in
            let words = WordTable()
            for number in 1...6 { _ = try words.intern("w\(number)", in: rows) }
            try rows.deleteUnused(words: [1, 2, 4, 5, 6])
            let left = try WordTable().numbers(in: rows) { _ in true }
            #expect(left == [1, 2, 3, 5])
        }
    }
}
