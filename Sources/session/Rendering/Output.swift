import Foundation
import SessionStore
import Synchronization

/// The reader of a pipe went away, as `head` does: no error, only the end.
struct BrokenPipe: Error {}

/// Standard output or standard error: collects what verbs write and knows what the other end is.
final class Output: Sendable {
    static let standard = Output(descriptor: 1)
    static let error = Output(descriptor: 2)

    /// Whether a person can be asked something.
    static var standardInputIsTerminal: Bool { isatty(0) == 1 }

    let isTerminal: Bool
    let style: Style
    /// Columns of the terminal; nil where there is none and nothing need be cut.
    let columns: Int?
    private let descriptor: Int32
    private let buffer = Mutex<[UInt8]>([])

    init(descriptor: Int32) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) == 1
        let environment = ProcessInfo.processInfo.environment
        style = Style(isTerminal: isTerminal, environment: environment)
        columns = isTerminal ? Self.columns(of: descriptor, environment) : nil
    }

    func line(_ text: String) throws { try self.text(text + "\n") }

    func text(_ text: String) throws { try bytes(Array(text.utf8)) }

    func lines(_ lines: [String]) throws {
        for text in lines { try line(text) }
    }

    /// One JSON line.
    func json(_ value: JSON) throws { try bytes(value.oneLine + [0x0A]) }

    /// Bytes as they are. Written when there are many, and by ``flush()``.
    func bytes(_ more: [UInt8]) throws {
        let full: [UInt8]? = buffer.withLock { buffer in
            buffer.append(contentsOf: more)
            guard buffer.count >= 1 << 15 else { return nil }
            defer { buffer = [] }
            return buffer
        }
        if let full { try send(full) }
    }

    func flush() throws {
        let rest = buffer.withLock { buffer in
            defer { buffer = [] }
            return buffer
        }
        try send(rest)
    }

    /// Writes a line at once; where even that fails there is nobody left to tell.
    func tryLine(_ text: String) { try? send(Array((text + "\n").utf8)) }

    /// Writes text at once without a line break.
    func tryText(_ text: String) { try? send(Array(text.utf8)) }

    private func send(_ bytes: [UInt8]) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = write(descriptor, rest, rest.count)
            if count > 0 {
                rest.removeFirst(count)
            } else if errno == EPIPE {
                throw BrokenPipe()
            } else if errno != EINTR && errno != EAGAIN {
                throw Self.failure(errno)
            }
        }
    }

    private static func failure(_ number: Int32) -> SessionError {
        SessionError(
            number == ENOSPC ? .diskFull : .ioFailed,
            "standard output takes no more: \(String(cString: strerror(number)))")
    }

    /// `COLUMNS` is asked first, so that tests and people can choose.
    private static func columns(of descriptor: Int32, _ environment: [String: String]) -> Int {
        if let text = environment["COLUMNS"], let number = Int(text), number > 0 { return number }
        var size = winsize()
        let found = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return found ? Int(size.ws_col) : 80
    }
}
