package import SessionTerms

/// Events that stand for one another: an original, and what merges took over of it.
extension LogReader {
    /// The events at these positions, the originals that they stand for, and all copies of these.
    ///
    /// - Cost: one pass over the log's headers.
    package func kin(of positions: Set<Position>) throws -> Set<Position> {
        var copies: [Position: [Position]] = [:]
        var found = positions
        try rows.forEachStandIn { position, original in
            copies[original, default: []].append(position)
            if positions.contains(position) { found.insert(original) }
        }
        for (original, copies) in copies where found.contains(original) {
            found.formUnion(copies)
        }
        return found
    }
}
