import ArgumentParser
import SessionAnswers
import SessionStore

/// `session list`: the sessions of a folder.
struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the sessions of a folder, newest first.",
        discussion: """
            A file that cannot be read is a row that says why; the others are listed all the \
            same. Hidden files and links are passed over.

            Examples
              session list                       the folder you are in
              session list ~/sessions
              session list ~/sessions --recursive --json | jq -r .file
            """)

    @Argument(help: "The folder.", completion: .directory)
    var directory = "."
    @Flag(name: .shortAndLong, help: "Look into the folders in it, too.")
    var recursive = false
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let rows = try await ListedSession.all(
            in: SessionFolder(directory), isRecursive: recursive)
        guard common.json else { return try writeTable(rows) }
        for row in rows { try Output.standard.json(Records.listed(row, saying: \.commandLine)) }
    }

    private func writeTable(_ rows: [ListedSession]) throws {
        let output = Output.standard
        guard !rows.isEmpty else { return try output.line("no sessions in \(directory)") }
        var table = Table(
            ["FILE", "LAST EVENT", "PROMPTS", "CALLS", "TOKENS", "TITLE"], right: [2, 3, 4])
        for row in rows { table.add(cells(row)) }
        try output.lines(table.lines(output.style, columns: output.columns))
    }

    private func cells(_ row: ListedSession) -> [String] {
        let room = Output.standard.columns.map { max(16, $0 / 3) } ?? .max
        let file = DisplayText.cutFront(DisplayText.oneLine(row.file), to: room)
        switch row.content {
        case .failure(let error):
            return [file, "—", "—", "—", "—", "✗ " + DisplayText.oneLine(error.message)]
        case .success(let content):
            let preview = content.preview
            let title = preview.title.isEmpty ? "(no title)" : preview.title
            let branches = content.branches > 1 ? "  (\(content.branches) branches)" : ""
            let held = content.isHeld ? "  (held)" : ""
            return [
                file, preview.endedAt.map { LocalTime.minute($0) } ?? "—",
                Counts.grouped(preview.prompts), Counts.grouped(preview.toolCalls),
                Counts.short(preview.tokens.total), DisplayText.oneLine(title) + branches + held,
            ]
        }
    }
}
