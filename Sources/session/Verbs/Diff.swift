import ArgumentParser
import SessionAnswers
import SessionFormats
import SessionStore

/// `session diff`: what differs between two moments.
struct Diff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what was said and changed between two moments.",
        discussion: """
            First what was said on one side only, then settings, then files line by line. Between \
            two branches both sides are compared from where they parted. A content that the log \
            does not tell is said to be unknown, with the reason.

            In a pipe, or with --patch, files come as a patch that git apply and patch take, below \
            the folder that checkout makes the top. What was said and set stands before it, and \
            both pass over it.

            Examples
              session diff app.session main~2              the last two turns
              session diff app.session main@60 main@64
              session diff app.session main idea --stat    two branches
              session diff app.session main~1 --files --path src/
              session diff app.session main~1 --files | git apply
              session diff app.session main~1 --conversation
              session diff app.session main~1 --context    what the model saw
              session diff app.session main~1 --json | jq -r 'select(.path).path'
            """)

    @OptionGroup var target: SessionFile
    @Argument(help: ArgumentHelp("From where.", valueName: "moment"))
    var from: String
    @Argument(
        help: ArgumentHelp(
            "To where. Default: the head of the first one's branch.", valueName: "moment"))
    var to: String?
    @Flag(help: "Only files.")
    var files = false
    @Flag(help: "Only what was said.")
    var conversation = false
    @Flag(help: "Which messages and files the model saw at one and not at the other.")
    var context = false
    @Flag(help: "Counts instead of lines.")
    var stat = false
    @Flag(name: .shortAndLong, help: "Files as a patch at a terminal, too.")
    var patch = false
    @Option(
        help: ArgumentHelp(
            "The recorded folder that is the top of a patch.", valueName: "path"))
    var root: String?
    @OptionGroup var paths: PathFilter
    @Option(
        name: [.customShort("U"), .customLong("unified")],
        help: ArgumentHelp("Unchanged lines around each edit.", valueName: "n"))
    var unified = 3
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if unified < 0 { throw ValidationError("--unified is a number from 0.") }
    }

    private var showsAll: Bool { !files && !conversation && paths.isEmpty }

    func run() async throws {
        try await target.open { session in
            if context { return try await writeContexts(session) }
            let difference = try await difference(session)
            if !conversation || files { try await warnOfErased(difference, session) }
            let report: any DiffReport =
                common.json
                ? DiffRecords(session: session)
                : DiffText(
                    session: session, isStat: stat,
                    patch: try await patch(of: difference, session))
            try report.begin(difference)
            if showsAll || conversation {
                try await report.said(difference.from, difference, isNew: false)
                try await report.said(difference.to, difference, isNew: true)
            }
            if showsAll { try report.subjects(difference) }
            if !conversation || files || !paths.isEmpty {
                let shown = difference.files.filter { file in
                    paths.fits(file.path) || file.old.map { paths.fits($0.path) } ?? false
                }
                for file in shown {
                    try report.file(
                        file, try await session.diff(of: file, in: difference, around: unified),
                        difference)
                }
            }
            try report.end(difference)
        }
    }

    /// nil: files are shown for people.
    private func patch(
        of difference: Difference, _ session: Session
    ) async throws -> GitPatch? {
        guard patch || !Output.standard.isTerminal, !stat else { return nil }
        return try await GitPatch(difference, in: session, root: root)
    }

    private func warnOfErased(_ difference: Difference, _ session: Session) async throws {
        let points = [difference.from.point, difference.to.point]
        try await ErasedChanges.warn(
            between: points, of: showsAll ? EventKind.setting : [.fileChanged], in: session,
            by: common.notes)
    }

    private func writeContexts(_ session: Session) async throws {
        let (old, new) = try await moments(session)
        let sides = (try await session.context(at: old.moment), try await session.context(at: new))
        let difference = sides.1.difference(from: sides.0)
        let output = Output.standard
        if common.json { return try output.json(Records.context(difference)) }
        let page = ContextPage(style: output.style)
        try output.line(output.style.dim("--- " + page.caption(sides.0)))
        try output.line(output.style.dim("+++ " + page.caption(sides.1)))
        try output.lines(page.lines(difference))
    }

    private func difference(_ session: Session) async throws -> Difference {
        let (old, new) = try await moments(session)
        return try await session.difference(from: old.moment, to: new)
    }

    private func moments(_ session: Session) async throws -> (old: Point, new: Moment) {
        let old = try await session.resolve(
            Moment(from, clock: LocalTime.clock))
        let new =
            try to.map { try Moment($0, clock: LocalTime.clock) }
            ?? .head(of: old.branch)
        return (old, new)
    }
}
