import ArgumentParser
import SessionAnswers
import SessionStore

/// `session reopen`: an archived session takes events again.
struct Reopen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reopen an archived session.",
        discussion: """
            What was said while it was open stays as it was.

            Examples
              session reopen app.session
              session reopen app.session --actor user:ana
            """)

    @OptionGroup var target: SessionFile
    @OptionGroup var acting: ActingOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await target.open(.readWrite) { session in
            try await session.reopen(by: acting.actor)
        }
        if common.json {
            try Output.standard.json(Records.archived(target.file, isArchived: false))
        } else {
            try Output.standard.line("reopened \(DisplayText.oneLine(target.file))")
        }
    }
}
