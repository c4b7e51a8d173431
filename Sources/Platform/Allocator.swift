internal import CPlatform

/// The C library's memory.
public enum Allocator {
    /// To be called before work begins that goes from thread to thread: each of malloc's arenas
    /// keeps what its threads freed, and with few of them a walk over a large file takes a third
    /// less memory. Of other C libraries than GNU's nothing is asked.
    public static func useFewArenas() {
        #if canImport(Glibc)
            mallopt(M_ARENA_MAX, 2)
        #endif
    }
}
