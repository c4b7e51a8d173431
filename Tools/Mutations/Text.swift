/// Looking at lines of code.
enum Text {
    /// Where a text stands in a line, in characters.
    static func places(of text: String, in line: String) -> [Range<Int>] {
        line.ranges(of: text).map { range in
            let start = line.distance(from: line.startIndex, to: range.lowerBound)
            return start..<start + text.count
        }
    }

    static func letter(at index: Int, in line: String) -> Character? {
        line.dropFirst(index).first
    }

    static func isBalanced(_ line: String) -> Bool {
        line.count { $0 == "(" } == line.count { $0 == ")" }
            && line.count { $0 == "{" } == line.count { $0 == "}" }
    }

    /// An operator that begins like another one and holds a number in its characters.
    static func operatorName(_ old: String, _ number: Int) -> String {
        let digits: [Character] = ["~", "^", "*", "%"]
        var (rest, name) = (number, "")
        repeat {
            name.append(digits[rest % 4])
            rest /= 4
        } while rest > 0
        return old + name + "~"
    }
}
