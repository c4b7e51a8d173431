internal import CSQLite
internal import GRDB

/// A mark on the database's file itself, whatever its name: somebody has written what is not in it
/// yet, but in a write-ahead log that goes by the name he knows.
///
/// It is SQLite's reserved lock, which nobody takes while there is a write-ahead log, and goes with
/// the process that holds it. The connection must have read: then it holds a shared one.
extension Database {
    /// - Returns: whether this connection holds the mark now; another one may.
    func mark() -> Bool {
        lock { methods, file in methods.xLock?(file, SQLITE_LOCK_RESERVED) == SQLITE_OK } ?? false
    }

    func unmark() {
        _ = lock { methods, file in methods.xUnlock?(file, SQLITE_LOCK_SHARED) }
    }

    /// Whether another connection, of any process, holds the mark.
    func isMarked() -> Bool {
        lock { methods, file in
            var isReserved: Int32 = 0
            let code = methods.xCheckReservedLock?(file, &isReserved)
            return code == SQLITE_OK && isReserved != 0
        } ?? false
    }

    private func lock<Result>(
        _ body: (sqlite3_io_methods, UnsafeMutablePointer<sqlite3_file>) -> Result
    ) -> Result? {
        var file: UnsafeMutablePointer<sqlite3_file>?
        let code = sqlite3_file_control(
            sqliteConnection, "main", SQLITE_FCNTL_FILE_POINTER, &file)
        guard code == SQLITE_OK, let file, let methods = file.pointee.pMethods?.pointee else {
            return nil
        }
        return body(methods, file)
    }

    /// Has closing this connection leave the write-ahead log and its index alone, which may be
    /// those of another file by now: SQLite would remove them by their names.
    func leaveCompanions() {
        var isKept: Int32 = 1
        sqlite3_file_control(sqliteConnection, "main", SQLITE_FCNTL_PERSIST_WAL, &isKept)
    }
}
