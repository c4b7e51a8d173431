import ArgumentParser
import SessionAnswers
import SessionStore

/// `session tag`: names for moments.
struct Tag: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List tags, or mark a moment with a name.",
        discussion: """
            A tag's name is a moment everywhere. Tagging again moves the tag.

            Examples
              session tag app.session                     list
              session tag app.session works               the head of main
              session tag app.session before main~2
              session state app.session before
            """)

    @OptionGroup var target: SessionFile
    @Argument(help: "The tag's name. Without it: list.")
    var name: String?
    @Argument(
        help: ArgumentHelp("What to mark. Default: the head of main.", valueName: "moment"))
    var moment: String?
    @OptionGroup var acting: ActingOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        guard let name else { return try await list() }
        let tag = try BranchName(argument: name)
        let moment =
            try moment.map { try Moment($0, clock: LocalTime.clock) }
            ?? .named(.main)
        let point = try await target.open(.readWrite) { session in
            try await session.tag(tag, at: moment, by: acting.actor)
        }
        guard !common.json else { return try Output.standard.json(Records.tag(tag, at: point)) }
        try Output.standard.line("\(tag) is \(point)")
    }

    private func list() async throws {
        let tags = try await target.open { try await $0.tags() }
        let output = Output.standard
        if common.json {
            for (name, point) in tags { try output.json(Records.tag(name, at: point)) }
            return
        }
        var table = Table(["TAG", "MOMENT"], right: [])
        for (name, point) in tags {
            table.add([DisplayText.oneLine(name.rawValue), DisplayText.oneLine("\(point)")])
        }
        try output.lines(
            table.isEmpty ? ["no tags"] : table.lines(output.style, columns: output.columns))
    }
}
