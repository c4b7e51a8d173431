import ArgumentParser
import SessionAnswers
import SessionStore

/// `session why`: what led to an event.
struct Why: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what led to an event, back to the prompt.",
        discussion: """
            One line for each step, the event itself first. "because of" is a recorded \
            cause; "taken from" is the event that this one stands for, which a merge or a \
            subagent's end took over; "likely" is where nothing is recorded: the last prompt \
            before, or before a subagent's prompt the call that began it.

            Examples
              session why app.session main@58
              session why app.session "#4711"
              session why app.session main@58 --json | jq -r .link
            """)

    @OptionGroup var target: SessionFile
    @OptionGroup var at: MomentArgument
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let moment = try at.moment
        try await target.open { session in
            let steps = try await session.causes(of: moment)
            guard common.json else { return try write(steps, below: await session.folder()) }
            for step in steps { try Output.standard.json(Records.step(step, of: session)) }
        }
    }

    private func write(_ steps: [CauseStep], below folder: String?) throws {
        let output = Output.standard
        var table = Table()
        for step in steps {
            let summary = EventSummary(step.event)
            table.add([
                Self.words[step.link] ?? "", EventSummary.place(of: step.event),
                LocalTime.text(step.event.occurredAt),
                DisplayText.cut(DisplayText.oneLine(step.event.actor.rawValue), to: 20),
                summary.label, summary.fitting(200, of: step.event, below: folder),
            ])
        }
        try output.lines(table.lines(output.style, columns: output.columns))
        if steps.last?.event.kind.isAsking != true {
            try output.line("nothing says what led to it, and there is no prompt before it")
        }
    }

    private static let words: [CauseStep.Link: String] = [
        .cause: "because of", .origin: "taken from", .preceding: "likely",
    ]
}
