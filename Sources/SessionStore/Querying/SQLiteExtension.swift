internal import EventLog

/// The views of Schemas/views-1.sql on a connection that another program opened.
public enum SQLiteExtension {
    /// Makes the views and their function known to a connection whose main database is a session.
    ///
    /// - Parameters: as SQLite hands them to an extension's entry point.
    /// - Returns: SQLite's result code; where it is an error, `message` says what to do.
    public static func load(
        database: OpaquePointer?, message: OpaquePointer?, routines: OpaquePointer?
    ) -> Int32 {
        let fields = EventFields()
        return SQLiteHost(database: database, message: message, routines: routines).load {
            try fields.value(LogView($0), $1, $2)
        }
    }
}
