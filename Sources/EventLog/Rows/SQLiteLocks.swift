internal import CSQLite
internal import GRDB

extension Database {
    /// Whether this connection is the only one, of all processes, that has the database's file
    /// open, by whatever name.
    ///
    /// Every connection holds a shared lock on the file itself while it uses a write-ahead log; so
    /// a moment's exclusive one tells. To be asked inside a transaction that has read.
    func isAlone() -> Bool {
        var file: UnsafeMutablePointer<sqlite3_file>?
        let code = sqlite3_file_control(
            sqliteConnection, "main", SQLITE_FCNTL_FILE_POINTER, &file)
        guard code == SQLITE_OK, let methods = file?.pointee.pMethods?.pointee,
            let lock = methods.xLock, let unlock = methods.xUnlock
        else { return true }
        defer { _ = unlock(file, SQLITE_LOCK_SHARED) }
        return lock(file, SQLITE_LOCK_EXCLUSIVE) != SQLITE_BUSY
    }

    /// Has closing this connection leave the write-ahead log and its index alone, which may be
    /// those of another file by now: SQLite would remove them by their names.
    func leaveCompanions() {
        var isKept: Int32 = 1
        sqlite3_file_control(sqliteConnection, "main", SQLITE_FCNTL_PERSIST_WAL, &isKept)
    }
}
