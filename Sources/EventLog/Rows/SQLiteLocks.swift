internal import CSQLite
internal import GRDB

/// A mark on the database's file itself, whatever its name: somebody has written what is not in it
/// yet, but in a write-ahead log that goes by the name he knows.
///
/// It is SQLite's reserved lock, which nobody takes while there is a write-ahead log, and goes with
/// the process that holds it. The connection must have read: then it holds a shared one.
extension LogRows {
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

    /// Waits until nobody has written, under another name of the file, what is not in it yet: who
    /// has stopped to write brings it in within a second. To be called before anything is read.
    ///
    /// - Throws: `busy`.
    func waitUntilWhole() throws {
        for _ in 0..<150 where isMarked() { sqlite3_sleep(20) }
        guard isMarked() else { return }
        throw LogError(
            .busy,
            "another process writes to it under another name: it was renamed, and its last events "
                + "are not in it yet")
    }

    private func lock<Result>(
        _ body: (sqlite3_io_methods, UnsafeMutablePointer<sqlite3_file>) -> Result
    ) -> Result? {
        var file: UnsafeMutablePointer<sqlite3_file>?
        let code = sqlite3_file_control(
            database.sqliteConnection, "main", SQLITE_FCNTL_FILE_POINTER, &file)
        guard code == SQLITE_OK, let file, let methods = file.pointee.pMethods?.pointee else {
            return nil
        }
        return body(methods, file)
    }

    /// Has closing this connection leave the write-ahead log and its index alone, which may be
    /// those of another file by now: SQLite would remove them by their names.
    func leaveCompanions() {
        var isKept: Int32 = 1
        sqlite3_file_control(database.sqliteConnection, "main", SQLITE_FCNTL_PERSIST_WAL, &isKept)
    }
}
