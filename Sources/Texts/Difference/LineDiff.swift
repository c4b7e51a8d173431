/// Which lines two contents have in common, in order: the base of diffs and of merges.
///
/// ```swift
/// let old = TextLines(Array("a\nb\nc\n".utf8)), new = TextLines(Array("a\nc\nd\n".utf8))
/// LineDiff(from: old, to: new).edits   // b goes (1..<2 → 1..<1), d comes (3..<3 → 2..<3)
/// ```
///
/// It is a shortest diff (Myers, "An O(ND) Difference Algorithm", 1986, in linear space), unless
/// hundreds of lines differ: then it goes on from the best way found by then. Where even that takes
/// more than ``defaultBudget`` comparisons, what is left is matched by the lines that occur once on
/// both sides, and where there are none it counts as rewritten. Such a diff may be longer than need
/// be (``isCoarse``), and is right all the same.
public struct LineDiff: Sendable, Hashable {
    /// Lines that are the same on both sides; both ranges have the same length, which is not 0.
    public struct Match: Sendable, Hashable {
        public let old: Range<Int>
        public let new: Range<Int>
    }

    /// Lines of the old side that became lines of the new one. One of the ranges may be empty.
    public struct Edit: Sendable, Hashable {
        public let old: Range<Int>
        public let new: Range<Int>
    }

    /// Comparisons that a diff may take: some tenths of a second.
    public static let defaultBudget = 1 << 24

    public let oldCount: Int
    public let newCount: Int
    /// What is the same, ascending on both sides; neighbours never touch on both.
    public let matches: [Match]
    /// Whether the search was cut short, so that a shorter diff may exist.
    public let isCoarse: Bool

    /// Compares two contents line by line, byte by byte.
    ///
    /// - Parameter budget: the most comparisons before the answer becomes coarse.
    /// - Cost: one pass over both to tell lines apart, then lines × differences, within the budget.
    public init(from old: TextLines, to new: TextLines, budget: Int = Self.defaultBudget) {
        oldCount = old.count
        newCount = new.count
        let numbers = LineNumbers(old, new)
        var search = LineSearch(numbers, budget: budget)
        search.run()
        isCoarse = search.isCoarse
        matches = Self.joined(
            Self.compacted(search.pairs, old: numbers.old, new: numbers.new))
    }

    /// What is not the same, ascending: replacing each edit's old lines by its new ones turns the
    /// old content into the new one.
    public var edits: [Edit] {
        var edits: [Edit] = []
        var (old, new) = (0, 0)
        for match in matches {
            if match.old.lowerBound > old || match.new.lowerBound > new {
                edits.append(
                    Edit(old: old..<match.old.lowerBound, new: new..<match.new.lowerBound))
            }
            (old, new) = (match.old.upperBound, match.new.upperBound)
        }
        if old < oldCount || new < newCount {
            edits.append(Edit(old: old..<oldCount, new: new..<newCount))
        }
        return edits
    }

    /// How many lines went and how many came.
    public var counts: (removed: Int, added: Int) {
        let same = matches.reduce(0) { $0 + $1.old.count }
        return (oldCount - same, newCount - same)
    }

    /// Makes the edits: the new content out of the old one.
    ///
    /// - Parameters:
    ///   - old: the content that this diff starts from.
    ///   - new: the content that holds the new lines.
    public func apply(to old: TextLines, takingFrom new: TextLines) -> [UInt8] {
        var result: [UInt8] = []
        var next = 0
        for edit in edits {
            result += old[next..<edit.old.lowerBound]
            result += new[edit.new]
            next = edit.old.upperBound
        }
        return result + old[next..<old.count]
    }
}
