import ArgumentParser
import Foundation
import SessionAnswers
import SessionStore

/// What every verb understands.
struct CommonOptions: ParsableArguments {
    @Flag(help: "Write JSON lines for programs, events as CloudEvents, times in UTC.")
    var json = false
}

/// Who acts, for verbs that write.
struct ActingOptions: ParsableArguments {
    @Option(
        name: .customLong("actor"),
        help: ArgumentHelp(
            "Who does it, such as user:ana or tool:ci. Default: user: and your login name.",
            valueName: "actor"))
    var name: String?

    var actor: EventActor {
        name.map { EventActor(rawValue: $0) } ?? Self.login.map { .user($0) } ?? .system
    }

    /// The login name: that of the environment, so that scripts can set it, or the system's.
    static var login: String? {
        let environment = ProcessInfo.processInfo.environment
        return [environment["LOGNAME"], environment["USER"], NSUserName()].compactMap { $0 }
            .first { !$0.isEmpty }
    }
}

/// The session that a verb is about.
struct SessionFile: ParsableArguments {
    @Argument(
        help: "The session's file.", completion: .file(extensions: ["session"]))
    var file: String

    /// Opens the session, hands it to `body`, and closes it whatever happens, so that the file
    /// stands alone afterwards.
    func open<Result>(
        _ mode: Session.Mode = .readOnly, _ body: (Session) async throws -> Result
    ) async throws -> Result {
        let file = file
        return try await Session.use(
            file, mode, whileWaiting: { Notes.sayWaiting(for: file) }, body)
    }
}

/// A moment as an optional argument after the file.
struct MomentArgument: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Where to look: main@120, main~2, a time, a tag … Default: the head of main.",
            valueName: "moment"))
    var text: String?

    var moment: Moment {
        get throws {
            try text.map { try Moment($0, clock: LocalTime.clock) }
                ?? .named(.main)
        }
    }
}
