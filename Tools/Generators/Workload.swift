internal import SessionModel

/// Text, messages and edits as sessions of agents have them, the same for the same seed.
public struct Workload: Sendable {
    private var random: Seeded
    private let vocabulary: [String]

    /// - Parameter words: the fewer, the better its text compresses.
    public init(seed: UInt64, words: Int = 4000) {
        var random = Seeded(state: seed)
        vocabulary = (0..<words).map { _ in
            let length = Int.random(in: 2...11, using: &random)
            return String(
                (0..<length).map { _ in
                    Character(UnicodeScalar(UInt8.random(in: 97...122, using: &random)))
                })
        }
        self.random = random
    }

    /// About `size` bytes of words, frequent ones first (Zipf-like), in lines.
    public mutating func text(_ size: Int) -> String {
        var result = ""
        result.reserveCapacity(size + 16)
        var line = 0
        while result.utf8.count < size {
            let spread = Double.random(in: 0..<1, using: &random)
            let word = vocabulary[Int(Double(vocabulary.count) * spread * spread * spread)]
            result += word
            line += word.count + 1
            result += line > 60 ? "\n" : " "
            if line > 60 { line = 0 }
        }
        return result
    }

    public mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &random)
    }

    /// The lines of a source file.
    public mutating func lines(bytes: Int) -> [String] {
        text(bytes).split(separator: "\n", omittingEmptySubsequences: false).map { line in
            String(repeating: "    ", count: number(0...3)) + line
        }
    }

    /// Changes `share` of the lines, here and there.
    public mutating func edit(_ lines: inout [String], share: Double) {
        for _ in 0..<max(1, Int(Double(lines.count) * share)) {
            let index = number(0...lines.count - 1)
            lines[index] = "    " + text(number(10...60)).replacing("\n", with: " ")
        }
    }
}
