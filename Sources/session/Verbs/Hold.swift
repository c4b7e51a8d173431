import ArgumentParser
import SessionAnswers
import SessionStore

/// `session hold`: nothing of the session is erased until it is released.
struct HoldVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Forbid that anything of the session is erased or pruned.",
        discussion: """
            Holds of different names are independent; all must be released. `session info` lists \
            them.

            Examples
              session hold app.session --reason "audit 2026"
              session hold app.session --name case-17 --reason "litigation"
            """)

    @OptionGroup var options: HoldOptions

    func run() async throws {
        try await options.run("held", isHeld: true) { session in
            try await session.hold(options.name, reason: options.reason, by: options.acting.actor)
        }
    }
}

/// Which hold a verb is about, and why.
struct HoldOptions: ParsableArguments {
    @OptionGroup var target: SessionFile
    @Option(help: ArgumentHelp("What the hold is known by.", valueName: "name"))
    var name = Session.defaultHold
    @Option(help: ArgumentHelp("Why.", valueName: "text"))
    var reason: String
    @OptionGroup var acting: ActingOptions
    @OptionGroup var common: CommonOptions

    /// Changes the hold and says so.
    func run(
        _ done: String, isHeld: Bool, _ change: (Session) async throws -> Void
    ) async throws {
        try await target.open(.readWrite, change)
        if common.json {
            try Output.standard.json(Records.hold(name, isHeld: isHeld, of: target.file))
        } else {
            try Output.standard.line(
                "\(done) \(DisplayText.oneLine(target.file)) (\(DisplayText.oneLine(name)))")
        }
    }
}
