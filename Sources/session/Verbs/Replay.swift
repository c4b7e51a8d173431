import ArgumentParser
import SessionAnswers
import SessionStore

/// `session replay`: the events in order, as they happened.
struct ReplayVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Watch the events again in order, or rebuild all from them.",
        discussion: """
            Events come as fast as they happened; a gap of more than 5 s counts as 5 s. With \
            --check nothing is shown: every projection (previews, snapshots, branches) is rebuilt \
            from revision 1 and compared with what is stored. It ends with 0 where all is the \
            same, with 1 where something differs.

            Examples
              session replay app.session
              session replay app.session --branch idea --from 120 --speed 10x
              session replay app.session --speed instant | less
              session replay app.session --check
            """)

    @OptionGroup var target: SessionFile
    @Option(help: ArgumentHelp("Which branch's line.", valueName: "name"))
    var branch = BranchName.main.rawValue
    @Option(help: ArgumentHelp("The revision to begin with.", valueName: "n"))
    var from = 1
    @Option(help: ArgumentHelp("1x, 10x, any number of times, or instant.", valueName: "speed"))
    var speed = ReplayPace.realTime
    @Flag(help: "Rebuild every projection and compare it with what is stored.")
    var check = false
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if from < 1 { throw ValidationError("--from is a revision, from 1.") }
    }

    func run() async throws {
        if check { return try await rebuild() }
        let name = try BranchName(argument: branch)
        try await target.open { session in
            // An error that says what there is, where the branch is missing or ends before.
            _ = try await session.resolve(.revision(Revision(from == 1 ? 0 : from), on: name))
            let head = try await session.resolve(.head(of: name)).revision
            let branches = try await session.branches()
            var page = try await TimelinePage(session, name, branches, isAscending: true)
            let replay = Replay(pace: speed) {
                try Output.standard.flush()
                try await Task.sleep(nanoseconds: UInt64($0) * 1000)
            }
            try await replay.run(session.events(on: name, from: Revision(from), through: head)) {
                event in
                page.pass(event)
                guard !common.json else {
                    return try FormatCalls.write(event, of: session, to: .standard)
                }
                let names = try await session.answeredNames(in: event)
                try Output.standard.lines(page.lines(event, answered: names))
            }
        }
    }

    private func rebuild() async throws {
        let progress = Progress.events("rebuilding \(target.file)")
        defer { progress.clear() }
        var failure: (any Error)?
        let result = try await target.open(.verifying) { session in
            try await session.checkProjections {
                progress.show(Int($0), of: Int($1))
            } report: { finding in
                progress.clear()
                do {
                    try Verify.write(finding, of: target.file, isJSON: common.json)
                } catch {
                    failure = failure ?? error
                }
            }
        }
        progress.clear()
        if let failure { throw failure }
        try write(result)
        if !result.isSame { throw Ended(status: .findings) }
    }

    private func write(_ result: ProjectionCheck) throws {
        let (output, counts) = (Output.standard, result.counts)
        guard !common.json else {
            return try output.json(Records.projections(result, of: target.file))
        }
        let parts = [
            Counts.of(counts.branches, "branch", plural: "branches"),
            Counts.of(counts.previews, "preview"), Counts.of(counts.snapshots, "snapshot"),
        ]
        let style = output.style
        try output.line(
            DisplayText.oneLine(target.file) + ": rebuilt from "
                + Counts.of(counts.events, "event") + ": " + parts.joined(separator: ", ") + "; "
                + (result.isSame
                    ? style.green("all as stored")
                    : style.red(Counts.of(result.findings, "difference"))))
    }
}
