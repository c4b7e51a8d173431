import Generators
import SessionTerms
import Testing

@testable import EventLog

/// Payloads as rows: groups, and values that build on one another.
private struct StoredPayloads {
    private(set) var rows: [PayloadRow] = []
    private(set) var payloads: [[UInt8]] = []
    /// Positions that were asked for since it was set.
    final class Fetched { var positions: [Int] = [] }
    let fetched = Fetched()
    private let encoder = GroupEncoder(effort: .fast)

    mutating func append(_ payload: [UInt8]) {
        let position = (rows.count + 1).position
        let (base, blob) = encoder.encode(payload, at: position)
        rows.append(PayloadRow(position: position, size: payload.count, base: base, blob: blob))
        payloads.append(payload)
    }

    /// A value told as a delta against the one before it; nil: as a group of its own.
    mutating func append(value: [UInt8], against index: Int?) throws {
        let position = (rows.count + 1).position
        let blob =
            try index.map {
                try #require(
                    DeltaEncoder.encode(value, against: payloads[$0], effort: .fast))
            } ?? PayloadBlob.make(.plain, value)
        rows.append(
            PayloadRow(
                position: position, size: value.count, base: index.map { rows[$0].position },
                blob: blob, isValue: true))
        payloads.append(value)
    }

    func fetch(_ position: Position) throws -> PayloadRow {
        fetched.positions.append(position.number)
        let index = try #require(rows.firstIndex { $0.position == position })
        return rows[index]
    }
}

@Suite("Decoding payloads")
struct PayloadDecoderTests {
    private static let pool: [UInt8] = {
        var random = Seeded(state: 0)
        return (0..<200_000).map { _ in UInt8.random(in: 97...104, using: &random) }
    }()

    private func words(_ random: inout Seeded, _ size: Int) -> [UInt8] {
        let start = random.number(0...Self.pool.count - size)
        return Array(Self.pool[start..<start + size])
    }

    @Test func `reading in order decodes each payload once, and asks for nothing again`() throws {
        var random = Seeded(state: 1)
        var stored = StoredPayloads()
        for _ in 0..<300 { stored.append(words(&random, random.number(0...900))) }
        let counts = ReadCounts()
        let decoder = PayloadDecoder(counts: counts)
        for (row, payload) in zip(stored.rows, stored.payloads) {
            #expect(try decoder.payload(of: row, fetch: stored.fetch) == payload[...])
        }
        #expect(counts.payloads == 300)
        #expect(stored.fetched.positions.isEmpty)
        decoder.forgetGroups()
        _ = try decoder.payload(of: stored.rows[10], fetch: stored.fetch)
        #expect(stored.fetched.positions == [10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func `whatever was read before, a payload is what it was`(seed: UInt64) throws {
        var random = Seeded(state: seed)
        var stored = StoredPayloads()
        var value = words(&random, 3000)
        try stored.append(value: value, against: nil)
        var last = 0
        for _ in 0..<150 {
            if random.number(0...3) == 0, last < stored.rows.count {
                value.insert(contentsOf: words(&random, 9), at: random.number(0...value.count))
                let depth = stored.rows.count { $0.isValue } % 12
                try stored.append(value: value, against: depth == 0 ? nil : last)
                last = stored.rows.count - 1
            } else {
                stored.append(
                    words(&random, random.pick([0, 1, 30, 200, 3000, 3000, 9000, 140_000])))
            }
        }
        let decoder = PayloadDecoder(values: SharedValues(limit: 20_000))
        for _ in 0..<200 {
            let index = random.number(0...stored.rows.count - 1)
            let found = try decoder.payload(of: stored.rows[index], fetch: stored.fetch)
            #expect(found == stored.payloads[index][...], "seed \(seed)")
            if random.number(0...40) == 0 { decoder.forgetAll() }
        }
    }

    @Test func `sixteen deltas stand on one another, and one more is refused`() throws {
        var random = Seeded(state: 2)
        var stored = StoredPayloads()
        var value = words(&random, 2000)
        try stored.append(value: value, against: nil)
        for depth in 0..<17 {
            value += words(&random, 5)
            try stored.append(value: value, against: depth)
        }
        #expect(
            try PayloadDecoder().payload(of: stored.rows[16], fetch: stored.fetch)
                == stored.payloads[16][...])
        let error = #expect(throws: LogError.self) {
            try PayloadDecoder().payload(of: stored.rows[17], fetch: stored.fetch)
        }
        #expect(error?.code == .corruptPayload && error?.position == 2)
    }

    @Test func `values that one connection decoded are known to all that share them`() throws {
        var random = Seeded(state: 3)
        var stored = StoredPayloads()
        let value = words(&random, 2000)
        try stored.append(value: value, against: nil)
        try stored.append(value: value + words(&random, 20), against: 0)
        let values = SharedValues(limit: 1 << 20)
        _ = try PayloadDecoder(values: values).payload(of: stored.rows[0], fetch: stored.fetch)
        let other = PayloadDecoder(values: values)
        #expect(
            try other.payload(of: stored.rows[1], fetch: stored.fetch)
                == stored.payloads[1][...])
        #expect(stored.fetched.positions.isEmpty)
        other.forgetAll()
        _ = try other.payload(of: stored.rows[1], fetch: stored.fetch)
        #expect(stored.fetched.positions == [1])
    }

    @Test func `values are kept up to a limit, the one longest unused forgotten first`() {
        let values = SharedValues(limit: 4000)
        for position in 1...4 as ClosedRange<Position> {
            values.insert([UInt8](repeating: 1, count: 1000), at: position)
        }
        #expect(values[1] != nil)
        values.insert([UInt8](repeating: 2, count: 1000), at: 5)
        #expect(values[2] == nil && values[1] != nil && values[3] != nil && values[5] != nil)
        values.insert([UInt8](repeating: 3, count: 1001), at: 6)
        #expect(values[6] == nil, "one that takes more than a quarter is not kept")
        values.removeAll()
        #expect(values[1] == nil)
    }

    @Test func `an encoder goes on behind every row of a group that is not full`() throws {
        var random = Seeded(state: 4)
        var stored = StoredPayloads()
        for _ in 0..<64 { stored.append(words(&random, 50)) }
        stored.append(words(&random, 50))
        #expect(stored.rows.map { $0.base == nil }.firstIndex(of: true) == 0)
        #expect(stored.rows.lastIndex { $0.base == nil } == 64, "64 rows are a group")
        for index in [0, 30, 63] {
            let group = try #require(
                try PayloadDecoder().group(endingWith: stored.rows[index], fetch: stored.fetch))
            #expect(group.rows == index + 1 && group.last == stored.rows[index].position)
            #expect(group.raw == Array(stored.payloads[...index].joined()))
            #expect(group.canGoOn == (index < 63))
            for place in 0...index {
                let range = try #require(group.place(of: stored.rows[place].position))
                #expect(group.raw[range] == stored.payloads[place][...])
            }
            #expect(group.place(of: (index + 2).position) == nil && group.place(of: 0) == nil)
        }
    }

    @Test func `a group is full with 128 KB, and a large payload begins none for others`() throws {
        var random = Seeded(state: 5)
        var stored = StoredPayloads()
        for size in [131_072, 1, 5, 131_073, 5] { stored.append(words(&random, size)) }
        #expect(stored.rows.map { $0.base ?? 0 } == [0, 1, 0, 3, 0])
        let group = try #require(
            try PayloadDecoder().group(endingWith: stored.rows[1], fetch: stored.fetch))
        #expect(!group.canGoOn)
    }

    @Test func `a delta belongs to no group`() throws {
        var stored = StoredPayloads()
        let value = [UInt8](repeating: 5, count: 500)
        try stored.append(value: value, against: nil)
        try stored.append(value: value + [1], against: 0)
        #expect(
            try PayloadDecoder().group(endingWith: stored.rows[1], fetch: stored.fetch) == nil)
        #expect(
            try PayloadDecoder().group(endingWith: stored.rows[0], fetch: stored.fetch)?.rows == 1)
    }
}
