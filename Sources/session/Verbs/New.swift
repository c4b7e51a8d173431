import ArgumentParser
import SessionAnswers
import SessionStore

/// `session new`: an empty session.
struct New: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Create an empty session.",
        discussion: """
            Examples
              session new app.session
              session new parser.session --title "Rewrite the parser"
            """)

    @OptionGroup var target: SessionFile
    @Option(help: "The session's title.")
    var title: String?
    @OptionGroup var acting: ActingOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let session = try await Session.create(at: target.file, title: title, by: acting.actor)
        let id = session.id
        try await session.close()
        if common.json {
            try Output.standard.json(Records.created(target.file, session: id))
        } else {
            try Output.standard.line("created \(DisplayText.oneLine(target.file)), session \(id)")
        }
    }
}
