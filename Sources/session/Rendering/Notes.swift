import SessionAnswers

/// What a verb says beside its answer, on standard error: a line for a person, with `--json` an
/// object for a program.
struct Notes: Sendable {
    let isJSON: Bool

    /// - Parameters:
    ///   - code: tells a program which note it is.
    ///   - next: the arguments with which the same verb goes on.
    func say(_ code: NoteCode, _ message: String, next: [String] = []) {
        if isJSON {
            let note = Records.note(code, message, next: next)
            Output.error.tryLine(note.description)
        } else {
            let words = next.map(Self.quoted).joined(separator: " ")
            let rest = next.isEmpty ? "" : "; go on with \(words)"
            Output.error.tryLine("session: " + message + rest)
        }
    }

    /// Says to a person why nothing happens.
    static func sayWaiting(for file: String) {
        Output.error.tryLine(
            "session: waiting for another process that writes to "
                + DisplayText.oneLine(file) + " …")
    }

    private static func quoted(_ argument: String) -> String {
        argument.contains { "# '\"$\\*?&;|<>()".contains($0) } ? "\"\(argument)\"" : argument
    }
}

extension CommonOptions {
    var notes: Notes { Notes(isJSON: json) }
}
