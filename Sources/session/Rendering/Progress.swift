import Synchronization

/// How far a long work has come, on one line of standard error that is written over; nothing where
/// that is no terminal.
final class Progress: Sendable {
    private let output = Output.error
    private let name: String
    /// Permille shown last: a line is written only when it says something new.
    private let shown = Mutex<Int?>(nil)

    /// Transcripts below this size, in bytes, are done before a person could read the line.
    private static let worthShowing = 4_000_000

    init(_ name: String) { self.name = name }

    func show(_ bytes: Int, of total: Int) {
        guard output.isTerminal, total >= Self.worthShowing else { return }
        let permille = bytes * 1000 / total
        let isNew = shown.withLock { last in
            defer { last = permille }
            return last != permille
        }
        guard isNew else { return }
        let text =
            "importing \(DisplayText.oneLine(name))  \(permille / 10) % of "
            + Counts.bytes(total)
        output.tryText("\r" + DisplayText.cut(text, to: (output.columns ?? 80) - 1) + "\u{1B}[K")
    }

    /// Takes the line away, so that what follows stands alone.
    func clear() {
        let wasShown = shown.withLock { last in
            defer { last = nil }
            return last != nil
        }
        if wasShown { output.tryText("\r\u{1B}[K") }
    }
}
