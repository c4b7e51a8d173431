import ArgumentParser
import SessionAnswers
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

    /// Branches that a person is shown besides the first one: those that were forked last.
    private static let shownBranches = 11

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
        let (names, previews) = try await Session.use(file) { session in
            let names = try await session.branchNames()
            return (names, try await session.previews(of: shown(of: names, branch)))
        }
        if let branch, !names.contains(branch) {
            throw SessionError(
                .branchNotFound, "there is no branch \"\(branch)\" in \(file)",
                hint: "See what there is: session branch \(file)")
        }
        let output = Output.standard
        if common.json {
            return try previews.forEach { try output.json(Records.preview($0, of: file)) }
        }
        let page = StatePage(style: output.style, columns: output.columns)
        for preview in previews { try output.lines(page.lines(preview, of: file) + [""]) }
        let hidden = branch == nil ? names.count - previews.count : 0
        if hidden > 0 {
            let others = Counts.of(hidden, "older branch", plural: "older branches")
            try output.line(output.style.dim("and \(others): session preview \(file) --all"))
        }
    }

    private func shown(of names: [BranchName], _ branch: BranchName?) -> Set<BranchName> {
        if let branch { return [branch] }
        let isAll = all || common.json
        return Set(isAll ? names : names.prefix(1) + names.dropFirst().suffix(Self.shownBranches))
    }
}
