internal import GRDB

/// Which entries are looked for, as far as the index over kinds and subjects knows.
package struct EntryKeys {
    let branches: [Int64]
    let kind: (String) -> Bool
    /// Nil: whatever the subject, and where there is none.
    let subject: ((String) -> Bool)?

    package init(
        branches: [Int64], kind: @escaping (String) -> Bool, subject: ((String) -> Bool)?
    ) {
        self.branches = branches
        self.kind = kind
        self.subject = subject
    }
}

extension LogReader {
    /// Where the entries with these kinds and subjects are, ascending, read from the index alone;
    /// nil where there are more than `limit`.
    ///
    /// - Cost: a few seeks for each branch, one step for each entry found. With subjects also one
    ///   pass over the file's words. It does not grow with the other entries.
    package func positions(of keys: EntryKeys, limit: Int) throws -> [Int64]? {
        let subjects = try keys.subject.map { try words.numbers(in: database, where: $0) }
        if let subjects, subjects.isEmpty { return [] }
        var found: [Int64] = []
        for branch in keys.branches {
            for kind in try kinds(on: branch)
            where try keys.kind(words.text(kind, in: database)) {
                guard
                    try collect(&found, branch: branch, kind: kind, subjects, limit: limit)
                else { return nil }
            }
        }
        return found.sorted()
    }

    /// Each subject costs a seek; where there are more than this, all of the kind are gone through.
    private static let seekLimit = 64

    /// - Returns: whether they are no more than the limit.
    private func collect(
        _ found: inout [Int64], branch: Int64, kind: Int64, _ subjects: Set<Int64>?, limit: Int
    ) throws -> Bool {
        if let subjects, subjects.count <= Self.seekLimit {
            for subject in subjects.sorted() {
                let statement = try SQLStatement(database, Self.positionsOfSubjectSQL)
                statement.bind(3, subject)
                let isFew = try collect(&found, statement, branch, kind, limit) { _ in true }
                guard isFew else { return false }
            }
            return true
        }
        let sql = subjects == nil ? Self.positionsOfKindSQL : Self.positionsOfSubjectsSQL
        return try collect(&found, SQLStatement(database, sql), branch, kind, limit) {
            subjects?.contains($0) ?? true
        }
    }

    private func collect(
        _ found: inout [Int64], _ statement: SQLStatement, _ branch: Int64, _ kind: Int64,
        _ limit: Int, where fits: (_ subject: Int64) -> Bool
    ) throws -> Bool {
        defer { statement.reset() }
        statement.bind(1, branch)
        statement.bind(2, kind)
        while try statement.step() {
            counts.keys += 1
            guard fits(statement.int(1)) else { continue }
            guard found.count < limit else { return false }
            found.append(statement.int(0))
        }
        return true
    }

    static let positionsOfKindSQL = """
        SELECT position, subject FROM log INDEXED BY log_subject WHERE branch = ? AND kind = ?
        """
    static let positionsOfSubjectSQL = positionsOfKindSQL + " AND subject = ?"
    static let positionsOfSubjectsSQL = positionsOfKindSQL + " AND subject IS NOT NULL"

    /// The kinds of a branch's own entries. Cost: one seek each.
    private func kinds(on branch: Int64) throws -> [Int64] {
        var kinds: [Int64] = []
        let statement = try SQLStatement(database, Self.nextKindSQL)
        defer { statement.reset() }
        statement.bind(1, branch)
        while true {
            statement.bind(2, kinds.last ?? .min)
            guard try statement.step() else { return kinds }
            counts.keys += 1
            kinds.append(statement.int(0))
            statement.reset()
        }
    }

    static let nextKindSQL = """
        SELECT kind FROM log INDEXED BY log_subject WHERE branch = ? AND kind > ?
        ORDER BY kind LIMIT 1
        """
}
