import SessionAnswers
import SessionStore

/// What the process says when it ends. `session help` shows it as a table.
enum CommandStatus: Int32, CaseIterable {
    case success = 0
    case findings = 1
    case usage = 2
    case notFound = 3
    case refused = 4
    case damaged = 5
    case inaccessible = 6
    /// Nothing that a user can have caused.
    case fault = 70
    /// 128 and SIGPIPE, as a shell tells it: what a process ends with that is not asked any more.
    case unread = 141

    var meaning: String {
        switch self {
        case .success: return "done"
        case .findings:
            return "the answer is no: verify found something, a merge has open conflicts"
        case .usage: return "wrong use: an argument, a moment or an input line does not read"
        case .notFound: return "not found: a file, a branch, a moment, an event, a followed file"
        case .refused: return "refused: head moved, archived, name taken, id used otherwise"
        case .damaged: return "damaged, not a session, or of a newer format"
        case .inaccessible: return "cannot read or write: permission, disk full, busy, read-only"
        case .fault: return "a fault in session itself"
        case .unread: return "whoever read the output went away: no answer"
        }
    }

    /// The table that help ends with.
    static var table: String {
        let rows = allCases.map { status in
            let number = String(status.rawValue)
            return "  " + number + String(repeating: " ", count: 5 - number.count) + status.meaning
        }
        return "Exit codes\n" + rows.joined(separator: "\n")
    }
}

extension SessionError {
    /// The exit code that stands for this error's category.
    var exitStatus: CommandStatus {
        switch code.category {
        case .invalid: .usage
        case .undecided: .findings
        case .notFound: .notFound
        case .refused: .refused
        case .damaged: .damaged
        case .inaccessible: .inaccessible
        case .fault: .fault
        }
    }
}

extension SessionError.Code {
    /// What cannot be undone was not agreed to.
    static let notConfirmed = Self("notConfirmed", .refused)
}
