import ArgumentParser
import SessionAnswers
import SessionStore

/// `session branch`: lists branches, forks, renames and archives them.
struct BranchVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "branch",
        abstract: "List branches; fork, rename or archive one, or bring one over from a copy.",
        discussion: """
            A fork copies nothing: the new branch continues the line from its fork point.

            --from brings a branch over from a copy of the file that went its own way: the events \
            that are not here yet, as they are, with what was merged into them. Bringing it again \
            brings what is new. What was erased in either file is erased then; before anything is \
            erased here, it asks.

            Examples
              session branch app.session                          list
              session branch app.session idea                     fork at the head of main
              session branch app.session idea main@120            fork at revision 120
              session branch app.session again "main@{prompt 5}"  fork at the fifth prompt
              session branch app.session --rename idea actors
              session branch app.session --archive idea
              session branch app.session idea --from copy.session       their idea
              session branch app.session anas main --from copy.session  their main, as anas
              session branch app.session --all --from copy.session
            """)

    @OptionGroup var target: SessionFile
    @Argument(help: "The branch to fork, rename or archive. Without it: list.")
    var name: String?
    @Argument(
        help: ArgumentHelp(
            "Where to fork; with --rename the new name; with --from what it is called there. "
                + "Default: the head of main.",
            valueName: "moment"))
    var second: String?
    @Flag(help: "Archive the branch: it takes no more events.")
    var archive = false
    @Flag(help: "Rename the branch.")
    var rename = false
    @Option(
        help: ArgumentHelp("Bring a branch over from this copy.", valueName: "other.session"))
    var from: String?
    @Flag(help: "With --from: every branch.")
    var all = false
    @OptionGroup var confirmation: Confirmation
    @OptionGroup var acting: ActingOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if from != nil, archive || rename {
            throw ValidationError("--from brings a branch over; it goes with no other change.")
        }
        if all, from == nil || name != nil {
            throw ValidationError("--all brings over every branch --from a copy: name none.")
        }
        if archive && rename { throw ValidationError("--archive and --rename are two commands.") }
        if archive && (name == nil || second != nil) {
            throw ValidationError("--archive takes the name of one branch.")
        }
        if rename && second == nil {
            throw ValidationError("--rename takes the old name and the new one.")
        }
    }

    func run() async throws {
        if let from { return try await bring(OtherCopy(path: from)) }
        guard let name else { return try await list() }
        let branch = try BranchName(argument: name)
        if archive { return try await archive(branch) }
        if rename { return try await rename(branch) }
        try await fork(branch)
    }

    private func fork(_ branch: BranchName) async throws {
        let moment =
            try second.map { try Moment($0, clock: LocalTime.clock) }
            ?? .named(.main)
        let forked = try await target.open(.readWrite) { session in
            try await session.fork(branch, from: moment, by: acting.actor)
        }
        let point = forked.fork.map { " from \($0)" } ?? ""
        try report(forked, "forked \(forked.name)\(point)")
    }

    private func bring(_ other: OtherCopy) async throws {
        let name = try name.map { try BranchName(argument: $0) }
        let theirName = try second.map { try BranchName(argument: $0) }
        let brought = try await target.open(.readWrite) { session in
            try await other.open { copy in
                try other.confirm(
                    confirmation, erasing: try await session.erasures(by: copy))
                let branches = all || name != nil ? try await copy.branches().map(\.name) : []
                if all { return try await bringAll(branches, of: copy, to: session) }
                let isTheirs = name.map { branches.contains($0) } ?? false
                let theirs = theirName ?? (isTheirs ? name ?? .main : .main)
                return [
                    try await session.bring(
                        theirs, from: copy, as: theirName == nil && isTheirs ? nil : name,
                        by: acting.actor)
                ]
            }
        }
        let page = BringPage(file: from ?? "")
        for brought in brought {
            try common.json
                ? Output.standard.json(Records.brought(brought))
                : Output.standard.lines(page.lines(brought))
        }
    }

    private func bringAll(
        _ branches: [BranchName], of copy: Session, to session: Session
    ) async throws -> [BringReport] {
        var found: [BringReport] = []
        for branch in branches {
            found.append(try await session.bring(branch, from: copy, by: acting.actor))
        }
        return found
    }

    private func rename(_ branch: BranchName) async throws {
        let new = try BranchName(argument: second ?? "")
        let renamed = try await target.open(.readWrite) { session in
            try await session.rename(branch, to: new, by: acting.actor)
            return try await session.branches().first { $0.name == new }
        }
        try report(renamed, "\(branch) is now \(new)")
    }

    private func archive(_ branch: BranchName) async throws {
        let archived = try await target.open(.readWrite) { session in
            try await session.archive(branch: branch, by: acting.actor)
            return try await session.branches().first { $0.name == branch }
        }
        try report(archived, "archived \(branch)")
    }

    private func report(_ branch: Branch?, _ text: String) throws {
        guard common.json else { return try Output.standard.line(text) }
        if let branch { try Output.standard.json(Records.branch(branch)) }
    }

    private func list() async throws {
        let (branches, previews) = try await target.open { session in
            (try await session.branches(), try await session.previews())
        }
        let output = Output.standard
        if common.json {
            for branch in branches { try output.json(Records.branch(branch)) }
            return
        }
        var table = Table(["BRANCH", "HEAD", "FROM", "LAST EVENT", "TITLE"], right: [1])
        for branch in branches {
            let preview = previews.first { $0.branch == branch.name }
            table.add([
                DisplayText.oneLine(branch.name.rawValue)
                    + (branch.isArchived ? " (archived)" : ""),
                "\(branch.head)", branch.fork.map { DisplayText.oneLine("\($0)") } ?? "",
                preview?.endedAt.map { LocalTime.text($0) } ?? "",
                DisplayText.oneLine(preview?.title ?? ""),
            ])
        }
        try output.lines(table.lines(output.style, columns: output.columns))
    }
}
