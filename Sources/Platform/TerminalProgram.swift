/// A program that a person works with at this process's terminal: an editor, a pager, another tool.
///
/// It stays in this process's group, so that it may read keys; whoever starts a program otherwise
/// may put it into a group of its own, which the terminal stops as soon as it reads.
public struct TerminalProgram: Sendable {
    private let identifier: pid_t

    /// Starts a program. What this process ignores of SIGINT and SIGPIPE it does not ignore.
    ///
    /// - Parameters:
    ///   - words: its name or path, and its arguments.
    ///   - environment: all of it.
    ///   - input: the descriptor that it reads from; nil: this process's standard input.
    /// - Returns: nil where it cannot be started.
    public init?(_ words: [String], environment: [String: String], input: Int32? = nil) {
        var actions = FileActions()
        var attributes = Attributes()
        guard posix_spawn_file_actions_init(&actions) == 0, posix_spawnattr_init(&attributes) == 0
        else { return nil }
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        if let input { posix_spawn_file_actions_adddup2(&actions, input, 0) }
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var started: pid_t = 0
        let list = environment.map { "\($0)=\($1)" }
        let result = Self.withCStrings(words) { arguments in
            Self.withCStrings(list) { environment in
                posix_spawnp(&started, words[0], &actions, &attributes, arguments, environment)
            }
        }
        guard result == 0 else { return nil }
        identifier = started
    }

    /// Waits for its end.
    ///
    /// - Returns: its status; 128 and a signal's number where that ended it.
    public func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    /// Becomes another program, in a folder. What is to be written must have been written.
    ///
    /// - Returns: only where it cannot: why.
    public static func become(_ words: [String], in folder: String) -> String {
        guard chdir(folder) == 0 else { return String(cString: strerror(errno)) }
        signal(SIGPIPE, SIG_DFL)
        _ = withCStrings(words) { execvp(words[0], $0) }
        return String(cString: strerror(errno))
    }

    #if canImport(Darwin)
        private typealias FileActions = posix_spawn_file_actions_t?
        private typealias Attributes = posix_spawnattr_t?
    #else
        private typealias FileActions = posix_spawn_file_actions_t
        private typealias Attributes = posix_spawnattr_t
    #endif

    /// Texts as C has lists of them, with a null behind the last.
    private static func withCStrings<Result>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}

/// A pipe whose ends no started program takes along by accident.
public struct ClosedPipe: Sendable {
    public let reading: Int32
    public let writing: Int32

    /// - Returns: nil where the process has no descriptors left.
    public init?() {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (reading, writing) = (ends[0], ends[1])
    }
}
