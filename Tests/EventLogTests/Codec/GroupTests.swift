import Generators
import SessionTerms
import Testing

@testable import EventLog

@Suite("Groups of payloads")
struct GroupTests {
    /// Payloads as a line has them, from empty to larger than a group.
    private func payloads(_ seed: UInt64) -> [[UInt8]] {
        var random = Seeded(state: seed)
        let words = (0..<200).map { _ in
            (0..<Int.random(in: 1...9, using: &random)).map { _ in
                UInt8.random(in: 97...122, using: &random)
            }
        }
        return (0..<300).map { index in
            let limit = index % 50 == 49 ? 200_000 : [0, 1, 40, 700, 3000, 20_000][index % 6]
            var bytes: [UInt8] = []
            while bytes.count < limit { bytes += words[Int.random(in: 0..<200, using: &random)] }
            return Array(bytes.prefix(limit))
        }
    }

    @Test(arguments: [Effort.fast, .medium, .small], [UInt64(1), 2])
    func `every payload is read back alone, in any order, within the bounds`(
        effort: Effort, seed: UInt64
    ) throws {
        let payloads = payloads(seed)
        let encoder = GroupEncoder(effort: effort)
        var rows: [Position: PayloadRow] = [:]
        for (index, payload) in payloads.enumerated() {
            let position = Position(index + 1)
            let (base, blob) = encoder.encode(payload, at: position)
            rows[position] = PayloadRow(
                position: position, size: payload.count, base: base, blob: blob)
        }
        for position in rows.keys.sorted(by: >) {
            let row = try #require(rows[position])
            var (count, bytes) = (1, 0)
            let decoder = PayloadDecoder()
            let payload = try decoder.payload(of: row) { base in
                let found = try #require(rows[base])
                (count, bytes) = (count + 1, bytes + found.size)
                return found
            }
            #expect(payload == payloads[position.number - 1][...])
            #expect(count <= 64, "rows")
            // The first payload of a group may be larger than a group by itself.
            #expect(bytes <= 131_072 + 200_000, "bytes")
        }
    }

    @Test func `an encoder that goes on behind a stored group is read back too`() throws {
        let payloads = payloads(3).filter { $0.count < 5000 }
        var rows: [Position: PayloadRow] = [:]
        let decoder = PayloadDecoder()
        func fetch(_ position: Position) throws -> PayloadRow { try #require(rows[position]) }
        for (index, payload) in payloads.enumerated() {
            let position = Position(index + 1)
            // A new encoder for every payload, as when each is appended by another process.
            let encoder = GroupEncoder(effort: .fast)
            if let last = rows[position - 1] {
                if let group = try decoder.group(endingWith: last, fetch: fetch),
                    group.rows < 64, group.raw.count <= 131_072
                {
                    encoder.resume(group)
                }
            }
            let (base, blob) = encoder.encode(payload, at: position)
            rows[position] = PayloadRow(
                position: position, size: payload.count, base: base, blob: blob)
        }
        #expect(rows.values.count { $0.base == nil } < payloads.count / 20)
        for (index, payload) in payloads.enumerated() {
            let row = try #require(rows[Position(index + 1)])
            #expect(try PayloadDecoder().payload(of: row, fetch: fetch) == payload[...])
        }
    }

    @Test func `every flipped bit of a blob is an error`() throws {
        let (_, blob) = GroupEncoder(effort: .small).encode(
            Array("to be or not to be, that is the question; to be or not".utf8), at: 1)
        for bit in 0..<blob.count * 8 {
            var damaged = blob
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            let row = PayloadRow(position: 1, size: 54, base: nil, blob: damaged)
            #expect(throws: LogError.self) {
                try PayloadDecoder().payload(of: row) { _ in throw LogError(.damaged, "") }
            }
        }
    }

    @Test func `chains that turn back on themselves or claim too much end in an error`() throws {
        let (_, blob) = GroupEncoder(effort: .fast).encode([1, 2, 3], at: 1)
        let rows = [
            PayloadRow(position: 5, size: 3, base: 5, blob: blob),
            PayloadRow(position: 5, size: 3, base: 9, blob: blob),
            PayloadRow(position: 5, size: 3, base: 4, blob: blob),
            PayloadRow(position: 5, size: 1 << 40, base: nil, blob: blob),
            PayloadRow(position: 5, size: -1, base: nil, blob: blob),
            PayloadRow(position: 5, size: 4, base: nil, blob: blob),
            PayloadRow(position: 5, size: 3, base: nil, blob: []),
            PayloadRow(
                position: 5, size: 3, base: nil, blob: PayloadBlob.make(.delta, [1, 0, 3, 0])),
            PayloadRow(position: 5, size: 3, base: 4, blob: PayloadBlob.make(.packedDelta, [255])),
        ]
        for row in rows {
            #expect(throws: LogError.self) {
                // Every base is once more a payload that builds on the one before it.
                try PayloadDecoder().payload(of: row) { base in
                    PayloadRow(position: base, size: 3, base: max(base - 1, 1), blob: blob)
                }
            }
        }
    }
}
