import ArgumentParser
import Foundation
import SessionAnswers
import SessionStore

/// Ends a verb without a message: what had to be said was said.
struct Ended: Error {
    let status: CommandStatus
}

/// What a person, or with `--json` a program, is told of an error.
struct ErrorReport {
    let status: CommandStatus
    let code: String
    /// nil: nothing is to be said.
    let message: String?
    let hint: String?
    private let isJSON: Bool
    /// Help is no error: it goes to standard output as it is.
    private var isHelp = false

    init(_ error: any Error, arguments: [String]) {
        self.init(error, isJSON: arguments.prefix { $0 != "--" }.contains("--json"))
    }

    private init(_ error: any Error, isJSON: Bool) {
        self.isJSON = isJSON
        switch error {
        case let ended as Ended:
            (status, code, message, hint) = (ended.status, "", nil, nil)
        case is BrokenPipe:
            (status, code, message, hint) = (.unread, "", nil, nil)
        case let unknown as UnknownVerb:
            (status, code, message, hint) = (.usage, "usage", unknown.message, unknown.hint)
        case let error as SessionError:
            (status, code) = (error.exitStatus, error.code.rawValue)
            (message, hint) = (error.message, error.hint?.text)
        default:
            let exit = SessionCommand.exitCode(for: error)
            let text = SessionCommand.fullMessage(for: error)
            isHelp = exit == .success
            if isHelp {
                (status, code, message, hint) = (.success, "", text, nil)
            } else if exit == .validationFailure {
                (status, code) = (.usage, "usage")
                (message, hint) = Self.usage(text)
            } else {
                (status, code) = (.fault, "fault")
                (message, hint) = ("\(error)", nil)
            }
        }
    }

    /// ArgumentParser's text taken apart: what is wrong, and how it is written.
    private static func usage(_ text: String) -> (message: String, hint: String?) {
        var lines = text.split(separator: "\n").map(String.init)
        var message = lines.isEmpty ? "wrong use" : lines.removeFirst()
        if message.hasPrefix("Error: ") { message.removeFirst("Error: ".count) }
        let hint = lines.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n")
        return (message, hint.isEmpty ? nil : hint)
    }

    /// Writes what the verb had said so far, then the error. Where that cannot be written the
    /// verb's own status would look like an answer.
    func send() -> CommandStatus {
        let output = Output.standard
        do {
            if isHelp, let message { try output.line(message) }
            try output.flush()
        } catch {
            let failure = ErrorReport(error, isJSON: isJSON)
            failure.tell()
            return failure.status
        }
        if !isHelp { tell() }
        return status
    }

    private func tell() {
        guard let message else { return }
        if isJSON {
            let error = Records.error(code: code, message: message, hint: hint)
            Output.error.tryLine(error.description)
        } else {
            Output.error.tryLine(text(message))
        }
    }

    private func text(_ message: String) -> String {
        let lines = DisplayText.lines(message) + (hint.map { DisplayText.lines($0) } ?? [])
        return "session: " + lines.joined(separator: "\n  ")
    }
}
