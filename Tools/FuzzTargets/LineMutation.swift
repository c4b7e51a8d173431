import Generators

/// How a text of lines changes: a line at a time, or their order.
enum LineMutation {
    @Sendable static func mutate(
        _ input: [UInt8], limit: Int, seed: UInt32, _ change: FuzzTarget.Change
    ) -> [UInt8] {
        let newline = UInt8(ascii: "\n")
        var lines = input.split(separator: newline, omittingEmptySubsequences: false)
        var random = Seeded(state: UInt64(seed))
        let choice = random.number(0...7)
        guard lines.count > 1, choice < 6 else { return change(input, limit) }
        let (one, other) = (random.number(0...lines.count - 1), random.number(0...lines.count - 1))
        switch choice {
        case 0: lines.swapAt(one, other)
        case 1: lines.insert(lines[one], at: other)
        case 2: lines.remove(at: one)
        default: lines[one] = change(Array(lines[one]), lines[one].count + 64)[...]
        }
        let changed = Array(lines.joined(separator: [newline]))
        return changed.count <= limit ? changed : change(input, limit)
    }
}
