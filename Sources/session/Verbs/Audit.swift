import ArgumentParser
import SessionAnswers
import SessionStore

/// `session audit`: who did what, when, to what, because of what.
struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find events by who, what, when and why, in one session or many.",
        discussion: """
            Values for one thing are alternatives, values for different things must all \
            fit. Events come in the order in which they were written, one file after the \
            other; --by-time brings several files together. What a merge took over counts \
            once, where it happened first.

            Examples
              session audit app.session --kind file.changed --actor "model:*"
              session audit app.session --path src/parser.swift
              session audit app.session --tool Bash --text "rm -rf" --since 2026-11-01
              session audit app.session --cause "main@{prompt 5}"
              session audit *.session --model "claude-*" --by-time --limit 50
              session audit . --limit 50 --after b.session#4711
              session audit app.session --kind prompt --csv > prompts.csv
              session audit *.session --json | jq -r .session | sort | uniq -c

            With --limit the last row says where to go on. --csv is RFC 4180, times in UTC; \
            a cell that a spreadsheet would take for a formula begins with '.
            """)

    @OptionGroup var target: SessionFiles
    @OptionGroup var filter: EventFilter
    @OptionGroup var options: AuditOptions
    @Option(
        name: [.customShort("n"), .long],
        help: ArgumentHelp("Show at most this many events.", valueName: "n"))
    var limit: Int?
    @Option(
        help: ArgumentHelp(
            "Go on behind this event: \"#4711\", or FILE#4711 where there are several.",
            valueName: "cursor"))
    var after: String?
    @Flag(help: "All files together, by when things happened.")
    var byTime = false
    @Flag(help: "Write comma-separated values, with a first line that names them.")
    var csv = false
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit is a number from 0.") }
        if csv, common.json { throw ValidationError("--csv and --json are two forms.") }
        _ = try cursor
    }

    func run() async throws {
        let files = try target.files
        let search = AuditSearch(
            files: files, query: try options.query(filter), causes: options.causes,
            clock: LocalTime.clock, cursor: try cursor)
        var page = AuditPage(
            common.json ? .json : csv ? .csv : .table, of: files)
        if csv { try page.writeHeader() }
        var last: AuditRow?
        var left = limit ?? .max
        var hasMore = false
        try await search.rows(byTime: byTime) { row in
            hasMore = left == 0
            if hasMore { return false }
            try page.write(row)
            last = row
            left -= 1
            return true
        }
        try say(last, hasMore: hasMore)
    }

    private func say(_ last: AuditRow?, hasMore: Bool) throws {
        try Output.standard.flush()
        if hasMore, let last {
            common.notes.say(.more, "there is more", next: ["--after", last.cursor])
        } else if last == nil, !common.json, !csv, limit != 0 {
            try Output.standard.line("no such event")
        }
    }

    /// Which file, and where in it.
    private var cursor: AuditSearch.Cursor? {
        get throws {
            guard let after else { return nil }
            let mark = after.lastIndex(of: "#")
            let file = mark.map { String(after[..<$0]) } ?? ""
            let digits = mark.map { after[after.index(after: $0)...] } ?? after[...]
            guard let position = Int(digits).map({ Position($0) }), position >= 0 else {
                throw ValidationError("--after is \"#\" and a position, behind a file's name.")
            }
            let files = try target.files
            if file.isEmpty, files.count == 1 {
                return AuditSearch.Cursor(file: 0, position: position)
            }
            guard let index = files.firstIndex(of: file) else {
                throw ValidationError(
                    file.isEmpty
                        ? "--after names the file, too, where there are several: FILE#4711."
                        : "--after names \(file), which is not one of the files.")
            }
            return AuditSearch.Cursor(file: index, position: position)
        }
    }
}
