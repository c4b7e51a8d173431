import ArgumentParser
import Foundation
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

    /// What one row is about.
    private struct Row {
        let file: String
        let content: Result<(preview: Preview, branches: Int, isHeld: Bool), SessionError>

        var time: Timestamp? { (try? content.get())?.preview.endedAt }
    }

    func run() async throws {
        var rows: [Row] = []
        let folder = SessionFolder(directory)
        for name in try folder.files(isRecursive: recursive) {
            rows.append(await row(folder.path(of: name)))
        }
        rows.sort { left, right in
            switch (left.time, right.time) {
            case (let first?, let second?) where first != second: return first > second
            case (.some, nil): return true
            case (nil, .some): return false
            default: return left.file < right.file
            }
        }
        if common.json { return try writeJSON(rows) }
        try writeTable(rows)
    }

    private func row(_ file: String) async -> Row {
        do {
            return try await Session.use(file) { session in
                let names = try await session.branchNames()
                // The first one has another name where it was renamed.
                let first = names.contains(.main) ? .main : names.first ?? .main
                let preview = try await session.previews(of: [first]).first
                let isHeld = try await !session.holds().isEmpty
                return Row(
                    file: file,
                    content: .success((preview ?? Preview(branch: first), names.count, isHeld)))
            }
        } catch let error as SessionError {
            return Row(file: file, content: .failure(error))
        } catch {
            return Row(file: file, content: .failure(SessionError(.ioFailed, "\(error)")))
        }
    }

    private func writeJSON(_ rows: [Row]) throws {
        for row in rows {
            switch row.content {
            case .success(let content):
                try Output.standard.json(Records.preview(content.preview, of: row.file))
            case .failure(let error):
                try Output.standard.json(
                    Records.error(
                        code: error.code.rawValue, message: error.message, hint: error.hint,
                        of: row.file))
            }
        }
    }

    private func writeTable(_ rows: [Row]) throws {
        let output = Output.standard
        guard !rows.isEmpty else { return try output.line("no sessions in \(directory)") }
        var table = Table(
            ["FILE", "LAST EVENT", "PROMPTS", "CALLS", "TOKENS", "TITLE"], right: [2, 3, 4])
        for row in rows { table.add(cells(row)) }
        try output.lines(table.lines(output.style, columns: output.columns))
    }

    private func cells(_ row: Row) -> [String] {
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
