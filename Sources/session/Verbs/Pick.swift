import ArgumentParser
import SessionAnswers
import SessionStore

/// `session pick`: single events of one branch, taken over to another one.
struct Pick: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take single events over to another branch.",
        discussion: """
            Each moment means the event at its revision. What was said is taken over as it is; a \
            file or a setting is compared with what it was before the event, joined line by line \
            where both changed it, and asked about where that cannot be decided. What the branch \
            has already is not taken over again.

            Nothing is written without --commit. The exit code is 1 while a conflict is open.

            Examples
              session pick app.session idea@12                   what would happen
              session pick app.session idea@12 idea@14 --onto main --commit
              session pick app.session "#4711" --onto plan --commit
              session pick app.session idea@20 --theirs src/a.py --commit
            """)

    @OptionGroup var target: SessionFile
    @Argument(help: ArgumentHelp("The events to take over.", valueName: "moment"))
    var moments: [String]
    @Option(help: ArgumentHelp("The branch that takes them over.", valueName: "branch"))
    var onto = "main"
    @OptionGroup var running: MergeRun

    func run() async throws {
        let moments = try moments.map { try Moment($0, clock: LocalTime.clock) }
        let ours = try BranchName(argument: onto)
        _ = try await target.open(running.mode) { session in
            try await running.carryOut(try await session.pick(moments, onto: ours), session)
        }
    }
}
