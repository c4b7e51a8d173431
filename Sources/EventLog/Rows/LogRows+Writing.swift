extension LogRows {
    func insert(_ row: LogRow, _ blob: [UInt8]) throws {
        let statement = try statement(Self.insertSQL)
        statement.bind(1, row.position)
        statement.bind(2, row.branch)
        statement.bind(3, row.revision)
        statement.bind(4, row.kind)
        statement.bind(5, row.version)
        statement.bind(6, row.dialect)
        statement.bind(7, row.subject)
        statement.bind(8, row.actor)
        statement.bind(9, row.occurred)
        statement.bind(10, row.recorded)
        statement.bind(11, row.cause)
        statement.bind(12, row.origin?.bytes)
        statement.bind(13, row.id)
        statement.bind(14, row.size)
        statement.bind(15, row.content)
        statement.bind(16, row.base)
        statement.bind(17, row.salt?.bytes)
        statement.bind(18, row.digest.bytes)
        statement.bind(19, row.checksum)
        statement.bind(20, blob)
        try statement.run()
    }

    private static let insertSQL =
        "INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

    /// Writes what may change of a row: what erasing and recompressing touch.
    func update(_ row: LogRow, _ blob: [UInt8]) throws {
        let statement = try statement(Self.updateSQL)
        statement.bind(1, row.subject)
        statement.bind(2, row.actor)
        statement.bind(3, row.cause)
        statement.bind(4, row.origin?.bytes)
        statement.bind(5, row.id)
        statement.bind(6, row.base)
        statement.bind(7, row.salt?.bytes)
        statement.bind(8, row.checksum)
        statement.bind(9, blob)
        statement.bind(10, row.position)
        try statement.run()
    }

    private static let updateSQL = """
        UPDATE log SET subject = ?, actor = ?, cause = ?, origin = ?, id = ?, base = ?, salt = ?, \
        "check" = ?, payload = ? WHERE position = ?
        """

    /// Has SQLite write zeros over what is deleted from now on.
    func overwriteDeleted() throws { try statement("PRAGMA secure_delete = ON").run() }

    /// Deletes the words among these that no event uses any more.
    ///
    /// - Cost: one pass over the log's headers.
    func deleteUnused(words candidates: Set<Int>) throws {
        var unused = candidates
        let used = try statement("SELECT kind, dialect, subject, actor FROM log")
        while try !unused.isEmpty && used.step() {
            for column: Int32 in 0..<4 { unused.remove(used.int(column)) }
        }
        used.reset()
        let delete = try statement("DELETE FROM word WHERE id = ?")
        for word in unused {
            delete.bind(1, word)
            try delete.run()
        }
    }
}
