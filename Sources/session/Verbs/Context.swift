import ArgumentParser
import Foundation
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
              session context app.session --setup "Swift 6.1 on Debian" --files "*.swift"
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
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Only files whose path, or its end, matches. Default: all.", valueName: "pattern"))
    var files: [String] = []
    @Flag(help: "Tell everything again.")
    var full = false
    @OptionGroup var acting: ActingOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let branch = try BranchName(argument: branch)
        let (setup, guidance) = (try Self.text(setup), try Self.text(guidance))
        let patterns = files
        let context = try await target.open(.readWrite) { session in
            try await session.buildContext(
                on: branch, setup: setup, guidance: guidance, by: acting.actor,
                isComprehensive: full
            ) { path in
                patterns.isEmpty || patterns.contains { PathPattern($0).matches(path) }
            }
        }
        guard common.json else {
            Output.error.tryLine("session: \(Self.summary(context, branch))")
            return try Output.standard.bytes(Array(context.text.utf8))
        }
        try Output.standard.json(Self.record(context, branch))
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

    private static func record(_ context: BuiltContext, _ branch: BranchName) -> JSON {
        .object([
            ("branch", .string(branch.rawValue)), ("revision", .number(context.revision)),
            ("base", context.base.map { .number($0) }),
            (
                "files",
                .array(
                    context.files.map { file in
                        .object([
                            ("path", .string(file.path)), ("revision", .number(file.revision)),
                            ("change", file.change.map { .string($0.rawValue) }),
                        ])
                    })
            ),
            ("unchanged", .number(context.unchanged)), ("text", .string(context.text)),
        ])
    }
}

/// A pattern of paths as shells have them: `*` and `?` stay within a name, `**` does not. It
/// matches a whole path or its end behind a slash.
struct PathPattern {
    private let pattern: [Character]

    init(_ text: String) { pattern = Array(text) }

    func matches(_ path: String) -> Bool {
        let path = Array(path)
        return ([0] + path.indices.filter { path[$0] == "/" }.map { $0 + 1 }).contains {
            Self.matches(pattern[...], path[$0...])
        }
    }

    private static func matches(
        _ pattern: ArraySlice<Character>, _ path: ArraySlice<Character>
    ) -> Bool {
        guard let first = pattern.first else { return path.isEmpty }
        if first == "*" {
            let crosses = pattern.dropFirst().first == "*"
            let rest = pattern.drop { $0 == "*" }
            var tail = path
            while true {
                if matches(rest, tail) { return true }
                guard let next = tail.first, crosses || next != "/" else { return false }
                tail = tail.dropFirst()
            }
        }
        guard let next = path.first, first == next || (first == "?" && next != "/") else {
            return false
        }
        return matches(pattern.dropFirst(), path.dropFirst())
    }
}
