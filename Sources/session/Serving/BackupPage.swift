import SessionAnswers
import SessionServer

/// What is shown of a backup's files that something is wrong with.
enum BackupPage {
    /// A line each: the path, what happened, and what to do.
    static func write(_ failures: [BackupFailure]) throws {
        let style = Output.standard.style
        for failure in failures {
            let hint = failure.hint.map { " \($0.text)" } ?? ""
            try Output.standard.line(
                style.red(DisplayText.oneLine(failure.path)) + ": "
                    + DisplayText.oneLine("\(failure.message).\(hint)", limit: 8000))
        }
    }

    static func failed(_ failures: [BackupFailure]) -> String {
        Output.standard.style.red("\(Counts.grouped(failures.count)) failed")
    }
}

extension Progress {
    /// A walk over files.
    static func files(_ what: String) -> Progress {
        Progress(what, worthShowing: 20) { Counts.of($0, "file") }
    }
}
