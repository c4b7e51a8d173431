/// The terminal itself: raw input, the alternate screen, its size, and everything back as it was.
public final class Terminal {
    /// Something to react to.
    public enum Input {
        case bytes([UInt8])
        case resized
        case suspend
        /// Another program had the terminal meanwhile.
        case resumed
        /// ``wake()`` was called.
        case woken
        case nothing
        /// nil: the terminal went away.
        case end(signal: Int32?)
    }

    private let saved: termios
    private var signals: Int32 = -1

    /// Why a terminal cannot be had.
    public enum Refusal: Error {
        /// No person is at the other end.
        case isNone
        /// `TERM` is `dumb` or not set.
        case cannotBeDrawnOn
        /// The system does not say its modes, for this reason.
        case modesUnknown(String)
    }

    /// Looks at standard input and output, and changes nothing yet.
    ///
    /// - Parameter kind: what `TERM` says.
    /// - Throws: ``Refusal``.
    public init(kind: String?) throws {
        guard isatty(0) == 1, isatty(1) == 1 else { throw Refusal.isNone }
        guard let kind, !kind.isEmpty, kind != "dumb" else { throw Refusal.cannotBeDrawnOn }
        var now = termios()
        guard tcgetattr(0, &now) == 0 else {
            throw Refusal.modesUnknown(String(cString: strerror(errno)))
        }
        saved = now
    }

    /// Takes the terminal over and listens to signals.
    public func enter() {
        if signals < 0 { signals = TerminalSignals.listen() ?? -1 }
        takeOver()
    }

    /// Gives the terminal back as it was.
    public func leave() {
        giveBack()
        if signals >= 0 { TerminalSignals.stopListening(signals) }
        signals = -1
    }

    private func takeOver() {
        var raw = saved
        cfmakeraw(&raw)
        _ = tcsetattr(0, TCSADRAIN, &raw)
        // Alternate screen, no cursor, and no line breaks of the terminal's own.
        send("\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l")
    }

    private func giveBack() {
        send("\u{1B}[0m\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l")
        var modes = saved
        _ = tcsetattr(0, TCSADRAIN, &modes)
    }

    /// Its size in cells; 80 by 24 where it does not say.
    public var size: (columns: Int, rows: Int) {
        var size = winsize()
        let found = ioctl(1, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 && size.ws_row > 0
        return found ? (Int(size.ws_col), Int(size.ws_row)) : (80, 24)
    }

    /// Lets the shell go on, and comes back when it continues this process.
    public func suspend() {
        giveBack()
        _ = signal(SIGTSTP, SIG_DFL)
        _ = TerminalSignals.take()
        kill(0, SIGTSTP)
        waitToContinue()
        TerminalSignals.listen(to: SIGTSTP)
        takeOver()
    }

    /// The stop may take a moment to get here. Where a process cannot be stopped, go on.
    private func waitToContinue() {
        for _ in 0..<10 where !TerminalSignals.isNoted(SIGCONT) {
            var wake = [pollfd(fd: signals, events: Int16(POLLIN), revents: 0)]
            _ = poll(&wake, 1, 50)
            drain()
        }
    }

    // MARK: Input

    /// Waits for a key, a signal or ``wake()``.
    ///
    /// - Parameter milliseconds: how long; nil: until one comes.
    public func wait(_ milliseconds: Int32? = nil) -> Input {
        // Where nothing can wake it, it looks up now and then.
        let limit = signals >= 0 ? milliseconds ?? -1 : min(milliseconds ?? 100, 100)
        var sources = [
            pollfd(fd: 0, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
        ]
        let count = poll(&sources, nfds_t(sources.count), limit)
        let isWoken = sources[1].revents != 0
        if isWoken || count < 0 { drain() }
        if let input = signalled() { return input }
        guard count > 0, sources[0].revents != 0 else { return isWoken ? .woken : .nothing }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let read = read(0, &buffer, 4096)
        if read > 0 { return .bytes(Array(buffer.prefix(read))) }
        return read < 0 && (errno == EINTR || errno == EAGAIN) ? .nothing : .end(signal: nil)
    }

    /// Ends the ``wait(_:)`` that is under way, or the next one. From any thread.
    public static func wake() { TerminalSignals.wake() }

    private func drain() {
        var buffer = [UInt8](repeating: 0, count: 64)
        while signals >= 0, read(signals, &buffer, 64) > 0 {}
    }

    private func signalled() -> Input? {
        let came = TerminalSignals.take()
        if let ending = TerminalSignals.ending.first(where: { came.contains($0) }) {
            return .end(signal: ending)
        }
        if came.contains(SIGTSTP) { return .suspend }
        if came.contains(SIGCONT) { return .resumed }
        return came.contains(SIGWINCH) ? .resized : nil
    }

    /// After a stop that could not be seen coming.
    public func resume() { takeOver() }

    // MARK: Output

    /// Sends text, all of it; where the terminal is gone, the next ``wait(_:)`` says so.
    public func send(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(1 << 16))
            let count = write(1, piece, piece.count)
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var sink = [pollfd(fd: 1, events: Int16(POLLOUT), revents: 0)]
                _ = poll(&sink, 1, 1000)
            } else if errno != EINTR {
                return
            }
        }
    }
}
