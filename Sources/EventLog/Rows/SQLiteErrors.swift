internal import CSQLite
internal import GRDB
internal import Platform

extension LogError {
    /// What a result code of SQLite means to us (<https://www.sqlite.org/rescode.html>).
    init(sqlite code: Int32, extended: Int32, message: String) {
        let reason = "\(message) (SQLite \(extended))"
        switch code & 0xFF {
        case SQLITE_NOTADB: self.init(.notASession, "it is no SQLite database")
        case SQLITE_CORRUPT: self.init(.damaged, "the database is damaged: \(reason)")
        case SQLITE_FULL: self.init(.diskFull, "the disk is full")
        // The index of the write-ahead log cannot grow.
        case SQLITE_IOERR where extended == Self.indexCannotGrow:
            self.init(.diskFull, "the disk is full")
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL:
            self.init(.busy, "another process holds the file: \(reason)")
        case SQLITE_READONLY: self.init(.readOnly, "the file cannot be written: \(reason)")
        case SQLITE_PERM, SQLITE_AUTH: self.init(.noPermission, reason)
        case SQLITE_CANTOPEN where FileSystem.isOutOfDescriptors:
            self.init(.tooManyFiles, "this process has too many files open")
        case SQLITE_CANTOPEN: self.init(.noPermission, "the file cannot be opened: \(reason)")
        case SQLITE_IOERR: self.init(.ioFailed, "reading or writing failed: \(reason)")
        case SQLITE_MISUSE: self.init(.closed, "the session is closed")
        case SQLITE_INTERRUPT: self.init(.ioFailed, "the call was cancelled")
        case SQLITE_NOMEM: self.init(.noMemory, "there is not enough memory")
        case SQLITE_TOOBIG: self.init(.tooLarge, reason)
        default: self.init(.damaged, reason)
        }
    }
}

extension LogError {
    /// SQLITE_IOERR_SHMSIZE, a macro that Swift does not see.
    private static let indexCannotGrow = SQLITE_IOERR | 19 << 8
}

/// Runs calls of GRDB and of the system and turns their errors into ours.
func logErrors<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as DatabaseError {
        throw LogError(
            sqlite: error.resultCode.rawValue, extended: error.extendedResultCode.rawValue,
            message: error.message ?? "no message")
    } catch let error as SystemError {
        throw LogError(error)
    }
}
