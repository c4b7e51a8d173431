import ArgumentParser
import Foundation
import Platform
import SessionStore

/// `session view`: an interactive look.
struct View: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look into a session at the terminal, moment by moment.",
        discussion: """
            On the left the timeline; on the right, at the moment chosen there: the event, the \
            conversation up to it, the files, one file, the state, or what differs from a marked \
            moment. Nothing is written, but for a fork that you ask for. What others write \
            meanwhile comes by itself: at the head the view goes along, elsewhere it says so.

            A filter takes the words of session log: kind:prompt,tool.*, actor:model, since:, \
            until:, and path:src/ for changes of files. A value with spaces stands in quotes.

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
            // Without a moment given: where somebody did something last.
            let last = at.text == nil ? try await session.lastDone(on: .main) : nil
            let point = try await session.resolve(last.map { .revision($0, on: .main) } ?? moment)
            return try await Self.look(
                from: point,
                with: ViewLoader(
                    session: session, file: target.file, actor: acting.actor,
                    style: Output.standard.style))
        }
        // To whoever waits for this process it ended by the signal that it got.
        if let ending {
            signal(ending, SIG_DFL)
            kill(getpid(), ending)
        }
    }

    /// The terminal is waited for on the main thread, so that a machine with one core loads, too.
    @MainActor
    private static func look(from point: Point, with loader: ViewLoader) async throws -> Int32? {
        let terminal = try terminal()
        var loop = ViewLoop(
            terminal: terminal, loader: loader,
            model: ViewModel(file: loader.file, point: point, layout: ViewLayout(terminal)))
        return await loop.run()
    }

    /// - Throws: ``SessionError/Code/invalidInput`` where there is none that can be drawn on.
    private static func terminal() throws -> Terminal {
        do {
            return try Terminal(kind: ProcessInfo.processInfo.environment["TERM"])
        } catch Terminal.Refusal.isNone {
            throw SessionError(
                .invalidInput, "session view needs a terminal, and this is none",
                hint: "In a pipe or a script: session log FILE, session show FILE MOMENT.")
        } catch Terminal.Refusal.cannotBeDrawnOn {
            throw SessionError(
                .invalidInput, "this terminal cannot be drawn on (TERM is dumb or not set)",
                hint: "Without a screen: session log FILE, session show FILE MOMENT.")
        } catch Terminal.Refusal.modesUnknown(let reason) {
            throw SessionError(.ioFailed, "the terminal does not say its modes: \(reason)")
        }
    }
}
