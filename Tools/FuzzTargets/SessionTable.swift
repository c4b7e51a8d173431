import EventLog

/// A table of a session's file, with what makes a row of it right.
package struct SessionTable: Sendable {
    package let name: String
    /// The columns that tell a row from the others.
    package let keys: [String]
    /// Every column that the row's checksum is over, in the table's order.
    package let columns: [String]

    package static let log = SessionTable(
        name: "log", keys: ["position"],
        columns: [
            "position", "branch", "revision", "kind", "version", "dialect", "subject", "actor",
            "occurred", "recorded", "cause", "origin", "id", "size", "content", "base", "salt",
            "digest",
        ])

    package static let all = [
        log,
        SessionTable(name: "word", keys: ["id"], columns: ["id", "text"]),
        SessionTable(
            name: "branch", keys: ["id"], columns: ["id", "name", "parent", "fork", "archived"]),
        SessionTable(
            name: "snapshot", keys: ["projection", "version", "branch", "revision"],
            columns: ["projection", "version", "branch", "revision", "state"]),
        SessionTable(
            name: "preview", keys: ["branch"],
            columns: [
                "branch", "revision", "name", "title", "last_message", "prompts", "responses",
                "tool_calls", "file_changes", "tools", "models", "input_tokens", "output_tokens",
                "cache_read_tokens", "cache_creation_tokens", "phase", "started", "ended", "state",
            ]),
    ]

    /// The condition for the row that is the `number`th of the table, counted on from the beginning
    /// where it has fewer.
    package func condition(_ number: Int) -> String {
        let list = keys.joined(separator: ", ")
        let count = "(SELECT max(count(*), 1) FROM \(name))"
        return """
            (\(list)) = (SELECT \(list) FROM \(name) ORDER BY \(list)
                LIMIT 1 OFFSET \(number) % \(count))
            """
    }

    /// Gives every row the checksum that it must have.
    package func mend(_ connection: borrowing SQLConnection) {
        let rows = connection.rows(
            "SELECT \(columns.joined(separator: ", ")), \"check\" FROM \(name)")
        let own = keys.joined(separator: ", ")
        let holes = keys.map { _ in "?" }.joined(separator: ", ")
        for row in rows {
            let sum = Self.checksum(row.dropLast())
            if case .number(sum)? = row.last { continue }
            let key = keys.compactMap { columns.firstIndex(of: $0) }.map { row[$0] }
            _ = connection.rows(
                "UPDATE \(name) SET \"check\" = ? WHERE (\(own)) = (\(holes))",
                [.number(sum)] + key)
        }
    }

    private static func checksum(_ row: ArraySlice<SQLConnection.Value>) -> Int {
        var sum = RowChecksum()
        for value in row {
            switch value {
            case .null: sum.add(nil as Int?)
            case .number(let number): sum.add(number)
            case .text(let bytes), .bytes(let bytes): sum.add(bytes)
            }
        }
        return sum.value
    }
}
