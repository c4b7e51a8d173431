import Foundation
import Platform
import Synchronization

/// The program in which a person reads what is longer than the screen, chosen as git does it:
/// `$SESSION_PAGER`, `$PAGER`, else `less`; `cat` or nothing means none.
enum Pager {
    private static let running = Mutex<TerminalProgram?>(nil)

    /// Sends what is written from here on through the pager, where standard output is a terminal.
    /// Without a pager that can be run nothing changes.
    static func begin() {
        let environment = ProcessInfo.processInfo.environment
        guard Output.standard.isTerminal, let command = command(environment),
            let pipe = ClosedPipe()
        else { return }
        // As git has it: end where all fits on the screen, pass colours on, leave the text there.
        let program = TerminalProgram(
            ["/bin/sh", "-c", command],
            environment: environment.merging(["LESS": "FRX", "LV": "-c"]) { own, _ in own },
            input: pipe.reading)
        if program != nil { dup2(pipe.writing, 1) }
        close(pipe.reading)
        close(pipe.writing)
        guard program != nil else { return }
        // Ctrl-C is for the pager, which goes on.
        signal(SIGINT, SIG_IGN)
        running.withLock { $0 = program }
    }

    /// Waits until the person has left the pager.
    ///
    /// - Returns: whether there was one.
    @discardableResult
    static func end() -> Bool {
        guard let program = running.withLock({ $0 }) else { return false }
        close(1)
        _ = program.wait()
        return true
    }

    /// What a shell runs; nil: there is no pager.
    static func command(_ environment: [String: String]) -> String? {
        let chosen = environment["SESSION_PAGER"] ?? environment["PAGER"] ?? "less"
        guard !chosen.isEmpty, chosen != "cat" else { return nil }
        if chosen != "less" { return chosen }
        let folders = (environment["PATH"] ?? "").split(separator: ":")
        let isThere = folders.contains { access("\($0)/less", X_OK) == 0 }
        return isThere ? chosen : nil
    }
}
