import ArgumentParser
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

    @OptionGroup var target: SessionFile
    @OptionGroup var named: HoldName
    @Option(help: ArgumentHelp("Why.", valueName: "text"))
    var reason: String
    @OptionGroup var acting: ActingOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let name = named.name
        try await target.open(.readWrite) { session in
            try await session.hold(name, reason: reason, by: acting.actor)
        }
        try named.report("held", by: target.file, asJSON: common.json)
    }
}

/// Which hold a verb is about.
struct HoldName: ParsableArguments {
    @Option(help: ArgumentHelp("What the hold is known by.", valueName: "name"))
    var name = Session.defaultHold

    func report(_ what: String, by file: String, asJSON: Bool) throws {
        if asJSON {
            try Output.standard.json(
                .object([
                    ("file", .string(file)), ("hold", .string(name)),
                    ("held", .bool(what == "held")),
                ]))
        } else {
            try Output.standard.line(
                "\(what) \(DisplayText.oneLine(file)) (\(DisplayText.oneLine(name)))")
        }
    }
}
