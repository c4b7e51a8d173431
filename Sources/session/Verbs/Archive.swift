import ArgumentParser
import SessionAnswers
import SessionStore

/// `session archive`: the session as a whole takes no more events.
struct Archive: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Archive the session; it takes no more events.",
        discussion: """
            One branch alone: session branch FILE --archive NAME

            Examples
              session archive app.session
              session archive app.session --actor user:ana
            """)

    @OptionGroup var target: SessionFile
    @OptionGroup var acting: ActingOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await target.open(.readWrite) { session in
            try await session.archive(by: acting.actor)
        }
        if common.json {
            try Output.standard.json(Records.archived(target.file, isArchived: true))
        } else {
            try Output.standard.line("archived \(DisplayText.oneLine(target.file))")
        }
    }
}
