import SessionAnswers
import Synchronization

/// How far a long work has come, on one line of standard error that is written over; nothing where
/// that is no terminal.
final class Progress: Sendable {
    private let output = Output.error
    private let what: String
    private let worthShowing: Int
    private let amount: @Sendable (Int) -> String
    /// Permille shown last: a line is written only when it says something new.
    private let shown = Mutex<Int?>(nil)

    /// - Parameters:
    ///   - what: is done to what.
    ///   - worthShowing: below this total it is over before a person could read the line.
    ///   - amount: the total in words.
    init(
        _ what: String, worthShowing: Int, amount: @escaping @Sendable (_ total: Int) -> String
    ) {
        self.what = what
        self.worthShowing = worthShowing
        self.amount = amount
    }

    /// The reading of a transcript, in bytes.
    static func importing(_ name: String) -> Progress {
        Progress("importing \(name)", worthShowing: 4_000_000) { Counts.bytes($0) }
    }

    /// A walk over a log, in events.
    static func events(_ what: String) -> Progress {
        Progress(what, worthShowing: 50_000) { Counts.of($0, "event") }
    }

    func show(_ done: Int, of total: Int) {
        guard output.isTerminal, total >= worthShowing else { return }
        let permille = done * 1000 / total
        let isNew = shown.withLock { last in
            defer { last = permille }
            return last != permille
        }
        guard isNew else { return }
        let text =
            "\(DisplayText.oneLine(what))  \(permille / 10) % of " + amount(total)
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
