// The views of Schemas/views-1.sql for SQLite's own shell and whatever else loads extensions:
//
//     swift build -c release --product SessionSQL
//     sqlite3 -readonly app.session
//     sqlite> .load .build/release/libSessionSQL
//     sqlite> SELECT tool, count(*) FROM tool_calls GROUP BY tool;
import SessionStore

/// What SQLite calls when it loads libSessionSQL
/// (<https://www.sqlite.org/loadext.html#loading_an_extension>).
@_cdecl("sqlite3_sessionsql_init")
public func loadSessionSQL(
    _ database: OpaquePointer?, _ message: OpaquePointer?, _ routines: OpaquePointer?
) -> Int32 {
    SQLiteExtension.load(database: database, message: message, routines: routines)
}
