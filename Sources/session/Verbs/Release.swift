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

    @OptionGroup var options: HoldOptions

    func run() async throws {
        try await options.run("released", isHeld: false) { session in
            try await session.release(
                options.name, reason: options.reason, by: options.acting.actor)
        }
    }
}
