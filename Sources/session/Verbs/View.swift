import ArgumentParser
import Foundation
import SessionStore

/// `session view`: an interactive look.
struct View: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look into a session at the terminal, moment by moment.",
        discussion: """
            On the left the timeline; on the right, at the moment chosen there: the event, the \
            conversation up to it, the files, one file, the state, or what differs from a marked \
            moment. Nothing is written, but for a fork that you ask for.

            Examples
              session view app.session
              session view app.session main~2
              session view app.session "main@{prompt 5}"
              NO_COLOR=1 session view app.session

            Keys
            \(ViewHelp.lines.map { "  " + $0 }.joined(separator: "\n"))

            It needs a terminal. For programs: session log --json, session show --json.
            """)

    @OptionGroup var target: SessionFile
    @OptionGroup var at: MomentArgument
    @OptionGroup var acting: ActingOptions

    func run() async throws {
        let moment = try at.moment
        let ending: Int32? = try await target.open { session in
            let point = try await session.resolve(moment)
            let terminal = try Terminal(environment: ProcessInfo.processInfo.environment)
            var loop = ViewLoop(
                terminal: terminal,
                loader: ViewLoader(
                    session: session, file: target.file, actor: acting.actor,
                    style: Output.standard.style),
                model: ViewModel(file: target.file, point: point, layout: terminal.layout))
            return await loop.run()
        }
        // To whoever waits for this process it ended by the signal that it got.
        if let ending {
            signal(ending, SIG_DFL)
            kill(getpid(), ending)
        }
    }
}
