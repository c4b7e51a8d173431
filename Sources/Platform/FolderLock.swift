/// A folder that one piece of work at a time has to itself, of all processes: those that ask. The
/// system lets go of it with the process (flock(2)), so nobody finds it held by the dead.
public final class FolderLock: Sendable {
    private let descriptor: Int32

    /// Nil: somebody else has it. A folder that cannot be locked, on some network's disk, is taken
    /// for free.
    public init?(_ folder: String) {
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) != 0 else { return }
        guard errno != EWOULDBLOCK else {
            close(descriptor)
            return nil
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
