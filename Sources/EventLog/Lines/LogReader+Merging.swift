package import SessionTerms

/// Where a subject got its value, on several lines.
package struct SubjectPlaces: Sendable {
    package let kind: EventKind
    package let subject: String
    /// The position of its newest entry on each line, in the order asked for; nil where there is
    /// none.
    package let positions: [Position?]

    package init(kind: EventKind, subject: String, positions: [Position?]) {
        self.kind = kind
        self.subject = subject
        self.positions = positions
    }
}

/// What merges ask the log for.
extension LogReader {
    /// The subjects whose newest entry is not the same at the first two of some ends, in the order
    /// of their first use.
    ///
    /// - Cost: what ``newestOfEachSubject(kind:on:through:)`` costs, for each end; nothing is
    ///   decoded.
    package func subjectPlaces(at ends: [LineEnd]) throws -> [SubjectPlaces] {
        let found = try ends.map { try subjects(on: $0.line, through: $0.revision).sources }
        guard found.count >= 2 else { return [] }
        let keys = Set(found[0].keys).union(found[1].keys)
            .filter {
                $0.subject != 0 && found[0][$0]?.position != found[1][$0]?.position
            }
        return try keys.sorted().map { key in
            SubjectPlaces(
                kind: EventKind(rawValue: try word(key.kind)),
                subject: try word(key.subject),
                positions: found.map { $0[key]?.position })
        }
    }

    /// The headers of the entries between two revisions of a line that stand for others.
    ///
    /// - Cost: one header for each entry.
    package func standIns(
        on line: Line, from: Revision, through: Revision
    ) throws -> [LogEntry] {
        var found: [LogEntry] = []
        let end = min(through, try head(of: line).revision)
        try forEachRow(on: line, from: from, through: end) { row in
            if row.origin != nil { found.append(try header(row)) }
            return true
        }
        return found
    }

    /// The entries of a kind without subject that were written on one branch, ascending.
    ///
    /// - Cost: the entries, and the headers of at most some hundred others.
    package func entries(
        kind: EventKind, writtenOn branch: BranchID, revisions: ClosedRange<Revision>
    ) throws -> [LogEntry] {
        guard let word = try number(of: kind.rawValue) else { return [] }
        let line = try line(of: branch)
        let positions = try rows.positions(kind: word, branch: branch, revisions: revisions)
        let key = Subjects.Key(kind: word, subject: nil)
        let end = min(revisions.upperBound, try head(of: line).revision)
        let expected =
            try number(of: key, on: line, through: end)
            - number(of: key, on: line, through: min(revisions.lowerBound - 1, end))
        guard Set(positions).count == expected else {
            throw LogError.damaged("an index lists \(positions.count) of \(expected) events")
        }
        return try zip(positions, entries(at: positions)).map { position, entry in
            guard let entry, entry.branch == branch, entry.kind == kind,
                revisions.contains(entry.revision)
            else { throw LogError.damaged("an index names another event", at: position) }
            return entry
        }
    }
}
