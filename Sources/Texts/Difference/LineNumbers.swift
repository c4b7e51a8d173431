/// The lines of two contents as numbers: the same number for the same bytes.
struct LineNumbers {
    let old: [Int]
    let new: [Int]
    /// How many different lines there are.
    let distinct: Int

    init(_ old: TextLines, _ new: TextLines) {
        var numbers: [Key: Int] = [:]
        func number(_ lines: TextLines) -> [Int] {
            (0..<lines.count).map { line in
                let key = Key(bytes: lines[line])
                if let known = numbers[key] { return known }
                numbers[key] = numbers.count
                return numbers.count - 1
            }
        }
        self.old = number(old)
        self.new = number(new)
        distinct = numbers.count
    }

    /// The places of the lines that occur on the other side, too: no other can be matched.
    var shared: (old: [Int], new: [Int]) {
        func marks(_ lines: [Int]) -> [Bool] {
            var marks = [Bool](repeating: false, count: distinct)
            for line in lines { marks[line] = true }
            return marks
        }
        let (inOld, inNew) = (marks(old), marks(new))
        return (
            old.indices.filter { inNew[old[$0]] }, new.indices.filter { inOld[new[$0]] }
        )
    }

    /// A line's bytes, hashed eight at a time; the hash is seeded, so that no text can be written
    /// whose lines collide.
    private struct Key: Hashable {
        let bytes: ArraySlice<UInt8>

        func hash(into hasher: inout Hasher) {
            var word: UInt64 = 0
            var count = 0
            for byte in bytes {
                word = word << 8 | UInt64(byte)
                count += 1
                if count % 8 == 0 { hasher.combine(word) }
            }
            hasher.combine(word)
            hasher.combine(count)
        }
    }
}
