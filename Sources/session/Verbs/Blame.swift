import ArgumentParser
import SessionAnswers
import SessionStore

/// `session blame`: who wrote each line of a file.
struct BlameVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blame",
        abstract: "Show which event, prompt and model wrote each line of a file.",
        discussion: """
            Lines are followed through forks, merges and renames to the change that they came \
            in with. The columns: that change, when it was, the model, what the prompt asked, \
            the line. They are shown once for lines that came in together. ^ marks lines that \
            the change found there: nothing tells who wrote them. ? means that the log does not \
            tell the content just before that change, so the line may be older.

            Examples
              session blame app.session main:src/parser.swift
              session blame app.session main@120:README.md -L 10,20
              session blame app.session parser.swift --json | jq -r .model
            """)

    @OptionGroup var target: SessionFile
    @Argument(help: ArgumentHelp("A moment, a colon and a path.", valueName: "moment:path"))
    var place: String
    @Option(
        name: .customShort("L"),
        help: ArgumentHelp(
            "Only these lines: 10,20, from 10 on: 10, up to 20: ,20.",
            valueName: "from,to"))
    var lines: String?
    @OptionGroup var common: CommonOptions

    func validate() throws { _ = try range }

    func run() async throws {
        let range = try range
        try await target.open { session in
            let (file, point) = try await FilePlace(
                place, clock: LocalTime.clock
            ).find(in: session, of: target.file)
            let blame = try await session.blame(file.path, at: point.moment, lines: range)
            try await ErasedChanges.warn(at: point.moment, of: file, in: session, by: common.notes)
            if let range, blame.lines.isEmpty {
                throw SessionError(
                    .invalidInput, "\(file.path) has no line \(range.lowerBound) at \(point)",
                    hint: "`session blame FILE \(place)` shows all of its lines.")
            }
            let output = Output.standard
            if common.json {
                for line in blame.lines { try output.json(Records.line(line, of: blame)) }
            } else {
                try output.lines(BlamePage(blame, output).lines)
            }
        }
    }

    private var range: ClosedRange<Int>? {
        get throws {
            guard let lines else { return nil }
            let parts = lines.split(separator: ",", omittingEmptySubsequences: false)
            let bounds = [(parts.first, 1), (parts.count > 1 ? parts[1] : "", Int.max)]
                .map { text, none in text == "" ? none : text.flatMap { Int($0) } ?? 0 }
            guard (1...2).contains(parts.count), bounds[0] >= 1, bounds[1] >= bounds[0] else {
                throw ValidationError("-L is two lines counted from 1, as in 10,20.")
            }
            return bounds[0]...bounds[1]
        }
    }
}
