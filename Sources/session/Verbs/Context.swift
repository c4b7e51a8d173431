import ArgumentParser
import Foundation
import SessionAnswers
import SessionStore

/// `session context`: what to tell the model before the next prompt.
struct Context: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put the context for the next prompt together, and record it.",
        discussion: """
            The first context of a branch is comprehensive: setup, guidance and every file that \
            the log holds. Later ones tell only what changed since, and mark the files that did. \
            The text goes to standard output, for the model; show --context shows it again.

            Examples
              session context app.session --guidance @AGENTS.md
              session context app.session --setup "Swift 6.1 on Debian" --path "*.swift"
              session context app.session --full
              session diff app.session main~1 main --context
            """)

    @OptionGroup var target: SessionFile
    @Option(help: ArgumentHelp("The branch to build it for.", valueName: "name"))
    var branch = "main"
    @Option(
        help: ArgumentHelp(
            "What the model should know of its surroundings; @FILE reads it from a file.",
            valueName: "text|@file"))
    var setup: String?
    @Option(
        help: ArgumentHelp(
            "How the model should work; @FILE reads it from a file.", valueName: "text|@file"))
    var guidance: String?
    @OptionGroup var paths: PathFilter
    @Flag(help: "Tell everything again.")
    var full = false
    @OptionGroup var acting: ActingOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let branch = try BranchName(argument: branch)
        let (setup, guidance) = (try Self.text(setup), try Self.text(guidance))
        let isRelevant = PathFilter.test(paths.paths)
        let context = try await target.open(.readWrite) { session in
            try await session.buildContext(
                on: branch, setup: setup, guidance: guidance, by: acting.actor,
                isComprehensive: full, isRelevant: isRelevant)
        }
        guard common.json else {
            Output.error.tryLine("session: \(Self.summary(context, branch))")
            return try Output.standard.bytes(Array(context.text.utf8))
        }
        try Output.standard.json(Records.built(context, on: branch))
    }

    private static func text(_ argument: String?) throws -> String? {
        guard let argument, argument.hasPrefix("@") else { return argument }
        let path = String(argument.dropFirst())
        do {
            return try String(contentsOf: URL(filePath: path), encoding: .utf8)
        } catch {
            throw SessionError(
                .fileNotFound, "\(path) cannot be read as text",
                hint: "Name a text file behind the @, or give the text itself.", cause: error)
        }
    }

    private static func summary(_ context: BuiltContext, _ branch: BranchName) -> String {
        let files = Counts.of(context.files.count, "file")
        guard let base = context.base else {
            return
                "a comprehensive context with \(files), recorded at \(branch)@\(context.revision)"
        }
        return "\(files) changed since the context at \(branch)@\(base), "
            + "recorded at \(branch)@\(context.revision)"
    }
}
