package import SessionTerms

/// A row of the branch table.
package struct BranchRow: Sendable, Hashable {
    package let id: BranchID
    package var name: BranchName
    /// The line it left, and the last revision that both share; nil for the first.
    package var parent: BranchID?
    package var fork: Revision?
    package var isArchived: Bool

    package init(
        id: BranchID, name: BranchName, parent: BranchID?, fork: Revision?,
        isArchived: Bool = false
    ) {
        self.id = id
        self.name = name
        self.parent = parent
        self.fork = fork
        self.isArchived = isArchived
    }

    fileprivate var checksum: Int {
        var sum = RowChecksum()
        sum.add(id)
        sum.add(name.rawValue)
        sum.add(parent)
        sum.add(fork)
        sum.add(isArchived ? 1 : 0)
        return sum.value
    }

    fileprivate func validate(checksum stored: Int, expectedID: BranchID, archived: Int) throws {
        guard stored == checksum else {
            throw LogError.damaged("branch \(id) does not match its checksum")
        }
        guard id == expectedID else { throw LogError.damaged("branch \(expectedID) is missing") }
        guard archived == 0 || archived == 1 else {
            throw LogError.damaged("branch \(id) is neither archived nor not")
        }
        let isFirst = id == .first
        guard isFirst == (parent == nil), isFirst == (fork == nil), parent ?? 0 < id,
            parent ?? 1 > 0, (0..<LogRow.numberLimit).contains(fork?.number ?? 0)
        else { throw LogError.damaged("branch \(id) has no possible parent") }
    }
}

extension [BranchRow] {
    /// The branch with a number, among all of a file; nil where there is none.
    package subscript(id id: BranchID) -> BranchRow? {
        id > 0 && id.number <= count ? self[id.number - 1] : nil
    }
}

extension LogRows {
    /// All branches, by number. Parents always have smaller numbers than their children.
    func branches() throws -> [BranchRow] {
        let statement = try statement(
            #"SELECT id, name, parent, fork, archived, "check" FROM branch ORDER BY id"#)
        defer { statement.reset() }
        var rows: [BranchRow] = []
        var names: Set<[UInt8]> = []
        while try statement.step() {
            let row = BranchRow(
                id: statement.int(0), name: BranchName(rawValue: statement.text(1)),
                parent: statement.optionalInt(2),
                fork: statement.optionalInt(3), isArchived: statement.int(4) != 0)
            try row.validate(
                checksum: statement.int(5), expectedID: BranchID(rows.count + 1),
                archived: statement.int(4))
            guard names.insert(Array(row.name.rawValue.utf8)).inserted else {
                throw LogError.damaged("two branches are called \(row.name)")
            }
            rows.append(row)
        }
        guard !rows.isEmpty else { throw LogError.damaged("the file has no branch") }
        return rows
    }

    /// Adds a branch, or puts it in place of the one with its number.
    func save(_ branch: BranchRow) throws {
        let statement = try statement("INSERT OR REPLACE INTO branch VALUES (?, ?, ?, ?, ?, ?)")
        statement.bind(1, branch.id)
        statement.bind(2, branch.name.rawValue)
        statement.bind(3, branch.parent)
        statement.bind(4, branch.fork)
        statement.bind(5, branch.isArchived ? 1 : 0)
        statement.bind(6, branch.checksum)
        try statement.run()
    }
}

/// The branches as one connection read them last.
///
/// Not safe for several threads at once: each connection has its own.
final class BranchTable {
    private var known: [BranchRow] = []
    private var dataVersion: Int?

    /// To be called when this connection itself changed the branches, which SQLite's data version
    /// does not tell it.
    func forget() { dataVersion = nil }

    func branches(in rows: LogRows) throws -> [BranchRow] {
        let version = try rows.dataVersion()
        if version == dataVersion { return known }
        known = try rows.branches()
        dataVersion = version
        return known
    }
}
