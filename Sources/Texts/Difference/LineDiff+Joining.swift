extension LineDiff {
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
