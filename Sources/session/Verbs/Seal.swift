import ArgumentParser
import SessionAnswers
import SessionStore

/// `session seal`: a signature over everything that is in the session.
struct SealVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal",
        abstract: "Sign the heads of all branches, so that a changed or cut-off history shows.",
        discussion: """
            The seal is recorded in the file and printed. Keep what is printed somewhere else: \
            whoever cuts the file off before the seal takes the seal with it, and then only the \
            copy outside shows that there was more.

            Examples
              session key ana
              session seal app.session --key ana.key > app.seal
              session verify app.session --key ana.key.pub
              session verify app.session --key ana.key.pub --seal app.seal
            """)

    @OptionGroup var target: SessionFile
    @Option(help: ArgumentHelp("The key that signs, as `session key` wrote it.", valueName: "file"))
    var key: String
    @OptionGroup var acting: ActingOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let key = try SigningKey(text: KeyFile.text(key))
        let note = try await target.open(.readWrite) { session in
            try await session.seal(with: key, by: acting.actor)
        }
        guard !common.json else {
            return try Output.standard.json(Records.seal(note, by: key.verifying))
        }
        for line in note.description.dropLast().split(
            separator: "\n", omittingEmptySubsequences: false)
        {
            try Output.standard.line(String(line))
        }
    }
}
