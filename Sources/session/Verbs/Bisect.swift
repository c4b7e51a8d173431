import ArgumentParser
import Foundation
import SessionAnswers
import SessionStore
import Synchronization

/// `session bisect`: the change that broke it.
struct Bisect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find the first file change after which a command fails.",
        discussion: """
            The files of a moment are written into a temporary folder, and the command is run \
            there by the shell; then half of the changes that are left are ruled out, and so \
            on. Status 0 is good, 125 cannot tell and is skipped, up to 127 is bad, anything \
            else ends the search, as with git bisect run. First both ends are tried. The \
            command finds SESSION_FILE, SESSION_BRANCH, SESSION_REVISION and SESSION_MOMENT in \
            its environment. Nothing is left behind, with Ctrl-C either.

            Examples
              session bisect app.session --run "python -m pytest -q tests"
              session bisect app.session --run "make" --from main@120 --to main~1
              session bisect app.session --run "! grep -q TODO main.py" --verbose
              session bisect app.session --run ./check.sh --json | jq .firstBad.subject
            """)

    @OptionGroup var target: SessionFile
    @Option(help: ArgumentHelp("What to run, as the shell reads it.", valueName: "command"))
    var run: String
    @Option(
        help: ArgumentHelp(
            "Where it is good. Default: the first file change.", valueName: "moment"))
    var from: String?
    @Option(
        help: ArgumentHelp(
            "Where it is bad. Default: the head of main.", valueName: "moment"))
    var to: String?
    @Option(
        help: ArgumentHelp("The recorded folder that becomes the top.", valueName: "path"))
    var root: String?
    @Flag(name: .shortAndLong, help: "Show on standard error what the command writes.")
    var verbose = false
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if run.allSatisfy(\.isWhitespace) { throw ValidationError("--run takes a command.") }
    }

    func run() async throws {
        let clock = LocalTime.clock
        let first = try from.map { try Moment($0, clock: clock) }
        let last = try to.map { try Moment($0, clock: clock) } ?? .named(.main)
        let (file, command, verbose, root) = (target.file, run, verbose, root)
        let page = BisectPage(isJSON: common.json, file: file)
        let suspects = Mutex<Int?>(nil)
        try await Interruption.ends {
            try await Session.use(file) { session in
                let search = BisectSearch(
                    session: session, file: file, command: command,
                    folder: FileManager.default.temporaryDirectory.path, showsOutput: verbose,
                    root: root)
                let span = try await search.span(from: first, to: last)
                try page.begin(span, command)
                var found: [[CauseStep]] = []
                for revision in try await search.run(span, report: page.step) {
                    let moment = Moment.revision(revision, on: span.to.branch)
                    found.append(try await session.causes(of: moment))
                }
                try page.found(found, in: session)
                let count = found.count
                suspects.withLock { $0 = count }
            }
        }
        guard let count = suspects.withLock({ $0 }) else {
            common.notes.say(.stopped, "stopped before the change was found")
            throw Ended(status: .findings)
        }
        if count > 1 { throw Ended(status: .findings) }
    }
}
