import ArgumentParser
import SessionStore

/// `session release`: lifts a hold.
struct Release: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lift a hold, so that the session can be erased and pruned again.",
        discussion: """
            Examples
              session release app.session --reason "the audit is over"
              session release app.session --name case-17 --reason "settled"
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
            try await session.release(name, reason: reason, by: acting.actor)
        }
        try named.report("released", by: target.file, asJSON: common.json)
    }
}
