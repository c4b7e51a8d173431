import ArgumentParser
import SessionAnswers
import SessionStore

/// `session pin`: lists show the session before others.
struct Pin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Have lists show a session before others, or no longer.",
        discussion: """
            A pin is a setting of the session and goes with its file.

            Examples
              session pin app.session
              session pin app.session --remove
              session list --pinned
            """)

    @OptionGroup var target: SessionFile
    @Flag(help: "Take the pin away.")
    var remove = false
    @OptionGroup var acting: ActingOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let isChanged = try await target.open(.readWrite) {
            try await $0.pin(!remove, by: acting.actor)
        }
        guard !common.json else {
            return try Output.standard.json(Records.pin(!remove, isChanged, of: target.file))
        }
        let word = remove ? "not pinned" : "pinned"
        try Output.standard.line(
            "\(DisplayText.oneLine(target.file)) is \(word)\(isChanged ? "" : " already")")
    }
}
