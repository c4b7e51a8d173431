/// Events that stand for one another: an original, and what merges took over of it.
extension LogReader {
    /// The events at these positions, the originals that they stand for, and all copies of these.
    ///
    /// - Cost: one pass over the log's headers.
    package func kin(of positions: Set<Int64>) throws -> Set<Int64> {
        let statement = try SQLStatement(
            database, "SELECT position, base FROM log WHERE origin IS NOT NULL")
        defer { statement.reset() }
        var copies: [Int64: [Int64]] = [:]
        var found = positions
        while try statement.step() {
            let position = statement.int(0)
            let original = position - statement.int(1)
            copies[original, default: []].append(position)
            if positions.contains(position) { found.insert(original) }
        }
        for (original, copies) in copies where found.contains(original) {
            found.formUnion(copies)
        }
        return found
    }
}
