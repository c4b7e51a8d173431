/// The lines of two contents as numbers: the same number for the same bytes.
struct LineNumbers {
    let old: [Int]
    let new: [Int]
    /// How many different lines there are.
    let distinct: Int

    init(_ old: TextLines, _ new: TextLines) {
        var numbers: [ArraySlice<UInt8>: Int] = [:]
        func number(_ lines: TextLines) -> [Int] {
            (0..<lines.count).map { line in
                let next = numbers.count
                let found = numbers[lines[line], default: next]
                if found == next { numbers[lines[line]] = next }
                return found
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
}
