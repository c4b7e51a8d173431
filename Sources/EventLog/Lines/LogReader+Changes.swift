package import SessionTerms

/// A line up to a revision.
package struct LineEnd: Sendable, Hashable {
    package let line: Line
    package let revision: Revision

    package init(line: Line, revision: Revision) {
        self.line = line
        self.revision = revision
    }
}

extension LogReader {
    /// What `body` makes of each subject of a kind whose newest entry is not the same on two lines,
    /// one subject at a time, in the order of their first use.
    ///
    /// - Cost: what ``newestOfEachSubject(kind:on:through:)`` costs, twice; only what differs is
    ///   decoded.
    package func changedSubjects<Result>(
        kind: EventKind, from: LineEnd, to: LineEnd,
        _ body: (_ old: LogEntry?, _ new: LogEntry?) throws -> Result?
    ) throws -> [Result] {
        guard let number = try number(of: kind.rawValue) else { return [] }
        let old = try subjects(on: from.line, through: from.revision).sources
        let new = try subjects(on: to.line, through: to.revision).sources
        let keys = Set(old.keys).union(new.keys).filter {
            $0.kind == number && $0.subject != 0 && old[$0] != new[$0]
        }
        return try keys.sorted().compactMap { key in
            try body(
                old[key].flatMap { try entry(at: $0.position, of: key) },
                new[key].flatMap { try entry(at: $0.position, of: key) })
        }
    }

    private func entry(at position: Position, of key: Subjects.Key) throws -> LogEntry? {
        guard let stored = try stored(at: position, withPayload: true), stored.row.kind == key.kind,
            stored.row.subject == key.subject
        else { throw LogError.damaged("a snapshot names another event", at: position) }
        return try entry(stored)
    }
}
