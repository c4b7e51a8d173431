package import SessionTerms

/// Which entries are looked for, as far as the index over kinds and subjects knows.
package struct EntryKeys {
    let branches: [BranchID]
    let kind: (EventKind) -> Bool
    /// Nil: whatever the subject, and where there is none.
    let subject: ((String) -> Bool)?

    package init(
        branches: [BranchID], kind: @escaping (EventKind) -> Bool, subject: ((String) -> Bool)?
    ) {
        self.branches = branches
        self.kind = kind
        self.subject = subject
    }
}

extension LogReader {
    /// Where the entries with these kinds and subjects are, ascending, read from the index alone,
    /// which has to list as many as the branches are known to have; nil where there are more than
    /// `limit`.
    ///
    /// - Cost: for each branch what ``newestOfEachSubject(kind:on:through:)`` costs, twice; one
    ///   step for each entry found. With subjects also one pass over the file's words. It does not
    ///   grow with the other entries.
    package func positions(of keys: EntryKeys, limit: Int) throws -> [Position]? {
        let subjects = try keys.subject.map { try words.numbers(in: rows, where: $0) }
        if let subjects, subjects.isEmpty { return [] }
        var found: [Position] = []
        for branch in keys.branches {
            var wanted: [Int: [Int: Int]] = [:]
            for (key, count) in try counts(writtenOn: branch)
            where subjects?.contains(key.subject) ?? true {
                guard try keys.kind(EventKind(rawValue: word(key.kind))) else { continue }
                wanted[key.kind, default: [:]][key.subject] = count
            }
            for (kind, counts) in wanted {
                guard found.count + counts.values.reduce(0, +) <= limit else { return nil }
                try collect(&found, branch: branch, kind: kind, counts)
            }
        }
        guard Set(found).count == found.count else {
            throw LogError.damaged("an index lists an event twice, and another one not at all")
        }
        return found.sorted()
    }

    /// How many entries of each kind and subject were written on a branch.
    private func counts(writtenOn branch: BranchID) throws -> [Subjects.Key: Int] {
        let line = try line(of: branch)
        let end = try head(of: line).revision
        let fork = line.segments.last.map { $0.revisions.lowerBound - 1 } ?? 0
        guard end > fork else { return [:] }
        let before = fork > 0 ? try subjects(on: line, through: fork).sources : [:]
        return try subjects(on: line, through: end).sources.reduce(into: [:]) { counts, source in
            let count = source.value.count - (before[source.key]?.count ?? 0)
            if count > 0 { counts[source.key] = count }
        }
    }

    /// Each subject costs a seek; where there are more than this, all of the kind are gone through.
    private static let seekLimit = 64

    /// - Parameter wanted: by subject, how many there are.
    private func collect(
        _ found: inout [Position], branch: BranchID, kind: Int, _ wanted: [Int: Int]
    ) throws {
        var left = wanted
        func take(_ position: Position, _ subject: Int) {
            guard let count = left[subject] else { return }
            left[subject] = count - 1
            found.append(position)
        }
        if wanted.count <= Self.seekLimit {
            for subject in wanted.keys.sorted() {
                try rows.forEachPosition(kind: kind, subject: subject, branch: branch, take)
            }
        } else {
            try rows.forEachPosition(kind: kind, branch: branch, take)
        }
        guard left.values.allSatisfy({ $0 == 0 }) else {
            throw LogError.damaged("an index lists other events than there are")
        }
    }
}
