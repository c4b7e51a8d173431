internal import Platform

/// A lock between processes that every writer and every checkpoint takes.
///
/// SQLite's own locks are not enough: in 3.7 to 3.51.2 a checkpoint that races a writer can damage
/// the database (<https://www.sqlite.org/wal.html#walresetbug>). The lock is a file beside the
/// session, `NAME.session-lock`, held with flock(2), and gone when the last holder closes.
///
/// Not safe for several threads at once: the writing connection owns it.
final class WriterLock {
    private let path: String
    private var descriptor: Int32 = -1
    /// How long to wait for another process, in milliseconds.
    private static let patience = 30_000
    /// After how many milliseconds it is said that somebody waits.
    private static let silence = 1000
    /// Called while it is waited for long.
    private let whileWaiting: @Sendable () -> Void

    init(beside path: String, whileWaiting: @escaping @Sendable () -> Void = {}) {
        self.path = Self.path(beside: path)
        self.whileWaiting = whileWaiting
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    static func path(beside path: String) -> String { path + "-lock" }

    /// Tells everyone who watches the lock file (``FileEvents``) that a commit can be seen. To be
    /// called while the lock is held. Failing is no harm to the commit.
    ///
    /// On Linux closing the file once more is what they see, which costs 3 µs. Setting its times
    /// instead made an append 50 µs slower: it changes the disk, and the next wait has to write it.
    func touch() {
        #if os(Linux)
            let other = open(path, O_RDONLY | O_CLOEXEC)
            if other >= 0 { close(other) }
        #else
            futimens(descriptor, nil)
        #endif
    }

    func whileHeld<Result>(_ body: () throws -> Result) throws -> Result {
        guard try acquire(patience: Self.patience) else {
            throw LogError(
                .busy, "another process has been writing for \(Self.patience / 1000) s")
        }
        defer { flock(descriptor, LOCK_UN) }
        return try body()
    }

    /// Runs `body` while the lock is held, or without it where somebody holds it for long: then the
    /// file is known to be in use under this name.
    func whileHeldIfFree<Result>(_ body: (_ isHeld: Bool) throws -> Result) throws -> Result {
        let isHeld = try acquire(patience: 50)
        defer { if isHeld { flock(descriptor, LOCK_UN) } }
        return try body(isHeld)
    }

    /// Closes the lock file until it is needed again; whoever watches it goes on watching.
    func letGo() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    /// Removes the lock file, one that a killed process left too, unless another process holds it;
    /// whoever still has it open notices.
    func remove() {
        if descriptor < 0 { descriptor = open(path, O_RDWR | O_CLOEXEC) }
        guard descriptor >= 0 else { return }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0, isCurrent { unlink(path) }
        close(descriptor)
        descriptor = -1
    }

    /// - Parameter patience: in milliseconds.
    /// - Returns: whether it is held now.
    private func acquire(patience: Int) throws -> Bool {
        var waited = 0
        var isSilent = true
        var pause: UInt32 = 200
        while true {
            if descriptor < 0 { try openFile() }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
                if isCurrent { return true }
                close(descriptor)
                descriptor = -1
                continue
            }
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw LogError(
                    .ioFailed, "\(path) cannot be locked: \(String(cString: strerror(errno)))")
            }
            guard waited < patience * 1000 else { return false }
            if isSilent, waited >= Self.silence * 1000 {
                isSilent = false
                whileWaiting()
            }
            usleep(pause)
            waited += Int(pause)
            pause = min(pause * 2, 5000)
        }
    }

    private func openFile() throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            let denied = errno == EACCES || errno == EROFS || errno == EPERM
            let failure = LogError.system("\(path) cannot be written")
            throw denied ? LogError(.readOnly, failure.message) : failure
        }
    }

    /// Whether the open file is still the one that the path names: whoever removes it unlinks it.
    private var isCurrent: Bool {
        var info = stat()
        return fstat(descriptor, &info) == 0 && info.st_nlink > 0
    }
}
