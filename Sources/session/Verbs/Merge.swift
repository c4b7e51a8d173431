import ArgumentParser
import SessionAnswers
import SessionStore

/// `session merge`: what a branch has that another one has not.
struct MergeVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Merge a branch into another one: show it, answer conflicts, write it.",
        discussion: """
            What was said on their side only is taken over, behind what was said on ours. Files, \
            settings and the title are compared with what they were where the two parted; files \
            that both changed are joined line by line. What cannot be decided is a conflict, and \
            nothing is written before every one is answered. The exit code is 1 while one is open.

            --ours and --theirs decide only the lines that both changed, as with git merge-file; \
            whatever else the other side changed in the file is kept. One place of a file is \
            written NAME#2. The whole file of one side: --ours-file, --theirs-file.

            Nothing is written without --commit. Merging again takes over only what is new.

            A copy of the file that went its own way is merged, too: where the two parted is found \
            by their digests. Its branch of the same name as ours is brought over, or the one that \
            --branch names, and merged in one go. What was erased in the copy is erased here, too, \
            which is asked about first.

            Examples
              session merge app.session idea                       what would happen
              session merge app.session idea --commit
              session merge app.session idea --into plan --commit
              session merge app.session idea~2                     all but its last two turns
              session merge app.session idea --theirs src/ --ours setting:model --commit
              session merge app.session idea --ours src/a.py --theirs src/a.py#2 --commit
              session merge app.session idea --theirs-file README.md --commit
              session merge app.session idea --file src/a.py=merged.py --commit
              session merge app.session idea --edit --commit       in $EDITOR, with markers
              session merge app.session idea --interactive
              session merge app.session copy.session --commit      a copy's main
              session merge app.session ./copy --branch idea --commit
              session merge app.session idea --json | jq -r 'select(.conflict).conflict'
            """)

    @OptionGroup var target: SessionFile
    @Argument(
        help: ArgumentHelp(
            "What to merge: a branch, any moment, or a copy's file (its name ends with .session, "
                + "or begins with / or ./).", valueName: "theirs"))
    var theirs: String
    @Option(
        help: ArgumentHelp(
            "The copy's branch. Default: the one called as ours.", valueName: "name"))
    var branch: String?
    @Option(help: ArgumentHelp("The branch that takes it over.", valueName: "ours"))
    var into = "main"
    @OptionGroup var running: MergeRun
    @OptionGroup var confirmation: Confirmation

    func validate() throws {
        if branch != nil, !OtherCopy.isPath(theirs) {
            throw ValidationError("--branch is for a copy's file; name a branch of this one bare.")
        }
    }

    func run() async throws {
        if OtherCopy.isPath(theirs) { return try await mergeCopy() }
        let theirs = try Moment(theirs, clock: LocalTime.clock)
        let ours = try BranchName(argument: into)
        _ = try await target.open(running.mode) { session in
            try await running.carryOut(try await session.merge(theirs, into: ours), session)
        }
    }

    private func mergeCopy() async throws {
        let ours = try BranchName(argument: into)
        try await CopyMergeRun(
            file: target.file, other: OtherCopy(path: theirs),
            branch: branch.map { try BranchName(argument: $0) } ?? ours, ours: ours,
            running: running, confirmation: confirmation
        ).run()
    }
}
