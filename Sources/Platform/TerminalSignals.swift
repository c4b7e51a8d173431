internal import Synchronization

/// Signals that concern the terminal, made something that `poll` waits for: each is noted and
/// wakes a pipe. The handler does nothing else, for little is allowed in one.
enum TerminalSignals {
    static let ending = [SIGTERM, SIGINT, SIGHUP, SIGQUIT]
    private static let all = ending + [SIGWINCH, SIGTSTP, SIGCONT]

    private static let noted = Atomic<UInt64>(0)
    private static let wakeEnd = Atomic<Int32>(-1)

    /// Begins to listen.
    ///
    /// - Returns: the end of the pipe to poll and to empty; nil where there is none to be had.
    static func listen() -> Int32? {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        noted.store(0, ordering: .relaxed)
        wakeEnd.store(ends[1], ordering: .sequentiallyConsistent)
        for number in all { listen(to: number) }
        return ends[0]
    }

    static func listen(to number: Int32) {
        _ = signal(number) { TerminalSignals.note($0) }
    }

    private static func note(_ number: Int32) {
        let saved = errno
        noted.bitwiseOr(1 << UInt64(number), ordering: .sequentiallyConsistent)
        wake()
        errno = saved
    }

    /// Has a `poll` of the pipe return, though there was no signal.
    static func wake() {
        var byte: UInt8 = 0
        let end = wakeEnd.load(ordering: .sequentiallyConsistent)
        if end >= 0 { _ = write(end, &byte, 1) }
    }

    /// Whether a signal came that was not taken yet.
    static func isNoted(_ number: Int32) -> Bool {
        noted.load(ordering: .sequentiallyConsistent) & 1 << UInt64(number) != 0
    }

    /// Signals that came since the last call.
    static func take() -> [Int32] {
        let mask = noted.exchange(0, ordering: .sequentiallyConsistent)
        return all.filter { mask & 1 << UInt64($0) != 0 }
    }

    static func stopListening(_ readEnd: Int32) {
        for number in all { _ = signal(number, SIG_DFL) }
        let end = wakeEnd.exchange(-1, ordering: .sequentiallyConsistent)
        close(readEnd)
        close(end)
    }
}
