import ArgumentParser
import SessionAnswers
import SessionStore

/// `session checkout`: the files of a moment as files.
struct CheckoutVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkout",
        abstract: "Write the files of a moment into a folder.",
        discussion: """
            A file that the log does not tell of the moment is written as a tool found it before \
            it first changed it, and said to be that.

            Absolute paths go below the folder: the recorded working folder (the setting cwd) \
            becomes its top where all files lie in it, otherwise the longest folder that they have \
            in common, or what --root names. Nothing outside the folder is written, whatever the \
            log says. What cannot be written is named at the end, with the reason: content \
            unknown, a path that leads upwards, a link that leads outside, a name that is too \
            long, a place that is taken, anything in .git.

            Examples
              session checkout app.session main~2 -o then/
              session checkout app.session main@120 -o then/ --path src/
              session checkout app.session main -o . --force     over what is there
              session checkout app.session before -o x --root /home/ana/app
              session checkout app.session main -o then --dry-run
            """)

    @OptionGroup var target: SessionFile
    @OptionGroup var at: MomentArgument
    @Option(name: .shortAndLong, help: ArgumentHelp("The folder.", valueName: "dir"))
    var output: String
    @Flag(help: "Write into a folder that holds something already.")
    var force = false
    @Flag(help: "Write nothing, only say what would be written.")
    var dryRun = false
    @Option(
        help: ArgumentHelp("The recorded folder that becomes the top.", valueName: "path"))
    var root: String?
    @OptionGroup var paths: PathFilter
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if output.isEmpty || output == "-" { throw ValidationError("--output names a folder.") }
        if let root, !root.hasPrefix("/"), !root.contains(":") {
            throw ValidationError("--root is an absolute path, as the log has them.")
        }
    }

    func run() async throws {
        let moment = try at.moment
        let shown = PathFilter.test(paths.paths)
        let checkout = try await target.open { session in
            try await ErasedChanges.warn(
                between: [try await session.resolve(moment)], of: [.fileChanged], in: session,
                by: common.notes)
            return try await session.checkout(
                moment, into: output,
                options: CheckoutOptions(
                    isReplacing: force, root: root, isDryRun: dryRun, isIncluded: shown))
        }
        guard common.json else { return try writeText(checkout) }
        for record in Records.checkout(checkout, into: output, isDryRun: dryRun) {
            try Output.standard.json(record)
        }
    }

    private func writeText(_ checkout: Checkout) throws {
        let output = Output.standard
        var table = Table(right: [0])
        for file in checkout.written {
            let note =
                file.sighting.map { "  (\($0.label))" }
                ?? (file.mode == "120000"
                    ? "  (link)" : file.mode == "100755" ? "  (executable)" : "")
            table.add([
                Counts.bytes(file.size), DisplayText.oneLine(file.place, limit: 8000) + note,
            ])
        }
        try output.lines(table.lines(columns: output.columns))
        let count = Counts.of(checkout.written.count, "file")
        let root = checkout.root.map { ", where \($0) is its top" } ?? ""
        try output.line(
            DisplayText.oneLine(
                "\(dryRun ? "would write" : "wrote") \(count) of \(checkout.point) into "
                    + "\(self.output)\(root)", limit: 8000))
        try output.flush()
        guard !checkout.leftOut.isEmpty else { return }
        Output.error.tryLine("session: left out \(Counts.of(checkout.leftOut.count, "file")):")
        for file in checkout.leftOut {
            Output.error.tryLine(
                "  " + DisplayText.oneLine("\(file.path): \(file.reason)", limit: 8000))
        }
    }
}
