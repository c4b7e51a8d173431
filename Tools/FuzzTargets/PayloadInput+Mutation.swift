/// How libFuzzer's inputs of ``PayloadTarget`` change: a row at a time, with every length right.
extension PayloadInput {
    /// A row alone with what it builds on; that with many variants of the row behind it, since to
    /// decode one takes less than to see what it reached; or another value of one of its fields.
    @Sendable static func mutate(
        _ input: [UInt8], limit: Int, seed: UInt32, _ change: FuzzTarget.Change
    ) -> [UInt8] {
        var rows = rows(input)
        var random = SeededRandom(seed)
        let choice = random.next(below: 16)
        guard !rows.isEmpty, choice < 15 else { return change(input, limit) }
        let index = random.next(below: rows.count)
        switch choice {
        case 0...2: rows = alone(index, of: rows)
        case 3...12: rows = variants(of: alone(index, of: rows), limit: limit, &random)
        default: rows[index].mutate(&random, change)
        }
        let bytes = rows.flatMap(\.bytes)
        return bytes.count <= limit ? bytes : change(input, limit)
    }

    private static func alone(_ index: Int, of rows: [PayloadInput]) -> [PayloadInput] {
        var (chain, place) = ([rows[index]], index)
        while rows[place].back > 0, Int(rows[place].back) <= place, chain.count < 20 {
            place -= Int(rows[place].back)
            chain[chain.count - 1].back = 1
            chain.append(rows[place])
        }
        return chain.reversed()
    }

    /// The last row again and again, each time with another byte in its data.
    private static func variants(
        of rows: [PayloadInput], limit: Int, _ random: inout SeededRandom
    ) -> [PayloadInput] {
        guard let last = rows.last, !last.data.isEmpty else { return rows }
        let room = (limit - rows.reduce(0) { $0 + $1.bytes.count }) / last.bytes.count
        var result = rows
        for index in 0..<max(0, min(room, 24 - rows.count)) {
            var row = last
            row.data[random.next(below: row.data.count)] = UInt8(random.next(below: 256))
            if row.back > 0 { row.back &+= UInt8(index + 1) }
            result.append(row)
        }
        return result
    }

    private mutating func mutate(_ random: inout SeededRandom, _ change: FuzzTarget.Change) {
        switch random.next(below: 8) {
        case 0: head = UInt8(random.next(below: 8))
        case 1: back = UInt8(random.next(below: 4))
        case 2: size += random.next(below: 16) - 8
        default:
            data = change(data, data.count + 16)
            if mode == .plain { size = data.count }
        }
    }
}
