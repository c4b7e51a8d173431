extension LineDiff {
    /// Moves each stretch that only went, or only came, down as far as it goes: of several equal
    /// places people expect the last one, where a new function begins with its own first line and
    /// not with the brace of the one before.
    static func slid(
        _ pairs: [(old: Int, new: Int)], old: [Int], new: [Int]
    ) -> [(old: Int, new: Int)] {
        var pairs = pairs
        var index = 0
        while index < pairs.count {
            let before = index == 0 ? (old: -1, new: -1) : pairs[index - 1]
            let after = pairs[index]
            let gap = (old: after.old - before.old - 1, new: after.new - before.new - 1)
            // The line behind the gap moves to its front where the line there is the same.
            if gap.old > 0, gap.new == 0, old[before.old + 1] == old[after.old] {
                pairs[index].old = before.old + 1
            } else if gap.new > 0, gap.old == 0, new[before.new + 1] == new[after.new] {
                pairs[index].new = before.new + 1
            }
            index += 1
        }
        return pairs
    }

    /// Pairs of lines as stretches.
    static func joined(_ pairs: [(old: Int, new: Int)]) -> [Match] {
        var matches: [Match] = []
        for pair in pairs {
            if let last = matches.last, last.old.upperBound == pair.old,
                last.new.upperBound == pair.new
            {
                matches[matches.count - 1] = Match(
                    old: last.old.lowerBound..<pair.old + 1,
                    new: last.new.lowerBound..<pair.new + 1)
            } else {
                matches.append(
                    Match(old: pair.old..<pair.old + 1, new: pair.new..<pair.new + 1))
            }
        }
        return matches
    }
}
