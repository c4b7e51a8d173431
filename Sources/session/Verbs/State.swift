import ArgumentParser
import SessionAnswers
import SessionStore

/// `session state`: everything that the session is at a moment.
struct State: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what the session is at a moment.",
        discussion: """
            Examples
              session state app.session
              session state app.session main~2
              session state app.session main@2026-11-20T10:00
              session state app.session main@120 --json | jq .tokens
            """)

    @OptionGroup var target: SessionFile
    @OptionGroup var at: MomentArgument
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let moment = try at.moment
        try await target.open { session in
            let state = try await session.state(at: moment)
            let output = Output.standard
            if common.json {
                try output.json(Records.state(state))
            } else {
                try output.lines(
                    StatePage(style: output.style, columns: output.columns).lines(
                        state, of: target.file))
            }
            try output.flush()
            try await ErasedChanges.warn(between: [state.point], in: session, by: common.notes)
        }
    }
}
