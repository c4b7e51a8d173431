internal import CSQLite
internal import GRDB

/// A connection that another program opened and that has loaded us.
package struct SQLiteHost {
    private let database: OpaquePointer?
    private let message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    private let routines: OpaquePointer?

    /// - Parameters: as SQLite hands them to an extension's entry point.
    package init(database: OpaquePointer?, message: OpaquePointer?, routines: OpaquePointer?) {
        self.database = database
        self.message = message.map { UnsafeMutablePointer($0) }
        self.routines = routines
    }

    /// Makes the views on the connection. Values are read on a connection of our own, so that what
    /// the file claims is checked as always.
    ///
    /// - Returns: SQLite's result code.
    package func load(_ fields: @escaping SQLFields) -> Int32 {
        // Swift's runtime and the threads of its queues cannot be unloaded, as SQLite does when the
        // connection is closed or loading was refused.
        session_stay_loaded()
        do {
            guard session_is_our_library(UnsafeRawPointer(routines)) != 0 else {
                throw LogError(
                    .ioFailed,
                    "this program has an SQLite of its own; libSessionSQL needs one that uses the "
                        + "system's libsqlite3, as Debian's sqlite3 does")
            }
            guard let name = sqlite3_db_filename(database, "main").map({ String(cString: $0) }),
                !name.isEmpty
            else {
                throw LogError(.notASession, "open a session first: sqlite3 -readonly app.session")
            }
            try makeViews(of: name, fields)
            return SQLITE_OK
        } catch {
            say("\(error)")
            return SQLITE_ERROR
        }
    }

    private func makeViews(of path: String, _ fields: @escaping SQLFields) throws {
        let file = try LogFile.open(
            path, mode: .readOnly, options: LogFile.Options(pageSize: 0, salt: { [] }))
        guard let connection = try file.ownConnection() else { throw LogError.closed }
        // Our writers keep checkpoints apart from writing; SQLite's automatic ones do not.
        sqlite3_wal_autocheckpoint(database, 0)
        try SQLFieldFunction(fields: fields) { body in
            try connection.readNow(body)
        }.register(on: database)
        try SQLFieldFunction.createViews(on: database)
    }

    private func say(_ text: String) {
        let bytes = Array(text.utf8) + [0]
        guard let message, let copy = sqlite3_malloc64(UInt64(bytes.count)) else { return }
        copy.copyMemory(from: bytes, byteCount: bytes.count)
        message.pointee = copy.assumingMemoryBound(to: CChar.self)
    }
}
