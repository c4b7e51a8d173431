import ArgumentParser
import Foundation
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
        isJSON = arguments.prefix { $0 != "--" }.contains("--json")
        switch error {
        case let ended as Ended:
            (status, code, message, hint) = (ended.status, "", nil, nil)
        case is BrokenPipe:
            (status, code, message, hint) = (.success, "", nil, nil)
        case let unknown as UnknownVerb:
            (status, code, message, hint) = (.usage, "usage", unknown.message, unknown.hint)
        case let error as SessionError:
            (status, code) = (error.exitStatus, error.code.rawValue)
            (message, hint) = (error.message, error.hint)
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

    /// Writes what the verb had said so far, then the error.
    func send() -> CommandStatus {
        let output = Output.standard
        if isHelp, let message { try? output.line(message) }
        do { try output.flush() } catch { return isHelp ? .success : status }
        guard !isHelp, let message else { return status }
        if isJSON {
            let error = JSON.object([
                ("code", .string(code)), ("message", .string(message)),
                ("hint", hint.map { .string($0) }),
            ])
            Output.error.tryLine(JSON.object([("error", error)]).description)
        } else {
            Output.error.tryLine(text(message))
        }
        return status
    }

    private func text(_ message: String) -> String {
        let lines = DisplayText.lines(message) + (hint.map { DisplayText.lines($0) } ?? [])
        return "session: " + lines.joined(separator: "\n  ")
    }
}
