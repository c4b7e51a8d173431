import ArgumentParser
import SessionStore

/// `session preview`: the stored previews of sessions.
struct PreviewVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Show what a list shows of sessions.",
        discussion: """
            Examples
              session preview app.session
              session preview app.session --branch idea
              session preview ~/sessions/*.session --json | jq -r .title
            """)

    @Argument(
        help: "The sessions' files.", completion: .file(extensions: ["session"]))
    var files: [String]
    @Option(help: ArgumentHelp("Only this branch. Default: all of them.", valueName: "name"))
    var branch: String?
    @Flag(help: "Show every branch, however many there are.")
    var all = false
    @OptionGroup var common: CommonOptions

    /// Branches that a person is shown: the first one and those that were forked last.
    private static let shownBranches = 12

    /// Shows every file that can be shown; the first error decides how the command ends.
    func run() async throws {
        let branch = try branch.map { try BranchName(argument: $0) }
        var first: CommandStatus?
        for file in files {
            do {
                try await show(file, branch)
            } catch let error as SessionError {
                first = first ?? error.exitStatus
                _ = ErrorReport(error, arguments: common.json ? ["--json"] : []).send()
            }
        }
        if let first { throw Ended(status: first) }
    }

    private func show(_ file: String, _ branch: BranchName?) async throws {
        let previews = try await SessionFile.open(file) { session in
            try await session.previews().filter { branch == nil || $0.branch == branch }
        }
        if let branch, previews.isEmpty {
            throw SessionError(
                .branchNotFound, "there is no branch \"\(branch)\" in \(file)",
                hint: "See what there is: session branch \(file)")
        }
        let output = Output.standard
        let page = StatePage(style: output.style, columns: output.columns)
        if common.json {
            return try previews.forEach { try output.json(Records.preview($0, of: file)) }
        }
        let hidden = all ? 0 : max(0, previews.count - Self.shownBranches)
        for preview in previews.prefix(1) + previews.dropFirst(1 + hidden) {
            try output.lines(page.lines(preview, of: file) + [""])
        }
        if hidden > 0 {
            let others = Counts.of(hidden, "older branch", plural: "older branches")
            try output.line(output.style.dim("and \(others): session preview \(file) --all"))
        }
    }
}
