import SessionStore

/// Changes a session's file as somebody would who knows the format: every row has the checksum that
/// it must have.
package func forge(
    _ path: String, _ sql: String, _ values: [SQLConnection.Value] = []
) throws {
    guard let connection = SQLConnection(path) else {
        throw SessionError(.ioFailed, "SQLite cannot open \(path)")
    }
    _ = connection.rows(sql, values)
    for table in SessionTable.all { table.mend(connection) }
}
