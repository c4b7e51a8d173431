import Generators

/// How libFuzzer's inputs of ``PayloadTarget`` change: a row at a time, with every length right.
extension PayloadInput {
    /// A row alone with what it builds on; many variants of that, since to decode one takes less
    /// than to see what it reached; or another value of one of a row's fields.
    @Sendable static func mutate(
        _ input: [UInt8], limit: Int, seed: UInt32, _ change: FuzzTarget.Change
    ) -> [UInt8] {
        var rows = rows(input)
        var random = Seeded(state: UInt64(seed))
        let choice = random.number(0...15)
        guard !rows.isEmpty, choice < 15 else { return change(input, limit) }
        let index = random.number(0...rows.count - 1)
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

    /// The rows again and again, each time with another byte in the data of one of them: what a
    /// delta gives is in its base as often as in itself.
    private static func variants(
        of rows: [PayloadInput], limit: Int, _ random: inout Seeded
    ) -> [PayloadInput] {
        let size = rows.reduce(0) { $0 + $1.bytes.count }
        var result = rows
        for _ in 0..<max(0, min(limit / size, 24 / rows.count) - 1) {
            var variant = rows
            let changed = random.number(0...rows.count - 1)
            let count = variant[changed].data.count
            guard count > 0 else { continue }
            variant[changed].data[random.number(0...count - 1)] = UInt8(random.number(0...255))
            result += variant
        }
        return result
    }

    private mutating func mutate(_ random: inout Seeded, _ change: FuzzTarget.Change) {
        switch random.number(0...7) {
        case 0: head = UInt8(random.number(0...7))
        case 1: back = UInt8(random.number(0...3))
        case 2: size += random.number(0...15) - 8
        default:
            data = change(data, data.count + 16)
            if mode == .plain { size = data.count }
        }
    }
}
