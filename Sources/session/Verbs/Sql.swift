import ArgumentParser
import Foundation
import SessionAnswers
import SessionStore

/// `session sql`: SQL over what is in the session.
struct SQLVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql",
        abstract: "Ask in SQL: events, prompts, ai_requests, tool_calls, file_states and more.",
        discussion: """
            One statement that reads, over views with stable names: events, sessions, branches, \
            prompts, contexts, ai_requests, tool_calls, tool_results, file_states. Bodies are \
            JSON, for SQLite's JSON functions. --schema shows every view and column.

            Examples
              session sql app.session --schema
              session sql app.session 'SELECT tool, count(*) FROM tool_calls GROUP BY tool'
              session sql app.session "SELECT occurred_at, text FROM prompts" --csv
              session sql app.session "SELECT data ->> '\\$.value' FROM events
                WHERE kind = 'setting.changed' AND subject = 'model'" --json
              session sql app.session - < query.sql

            The same views in SQLite's own shell, where the extension was built:
              swift build -c release --product SessionSQL
              sqlite3 -readonly app.session -cmd '.load .build/release/libSessionSQL'
            """)

    @OptionGroup var target: SessionFile
    @Argument(
        help: ArgumentHelp("The statement; - reads it from standard input.", valueName: "sql"))
    var statement: String?
    @Flag(help: "Show the views and their columns.")
    var schema = false
    @Flag(help: "Write comma-separated values, a line of names first.")
    var csv = false
    @Option(help: ArgumentHelp("Rows at most; 0: all. Default: 1,000 in a table.", valueName: "n"))
    var limit: Int?
    @Option(help: ArgumentHelp("Seconds it may take.", valueName: "seconds"))
    var timeout = 30.0
    @Option(help: ArgumentHelp("Megabytes it may take.", valueName: "mb"))
    var memory = 256
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard schema || statement != nil else {
            throw ValidationError("Give a statement, or --schema to see what there is.")
        }
        guard timeout > 0, memory > 0, limit ?? 0 >= 0 else {
            throw ValidationError("--timeout and --memory are above 0, --limit is not below.")
        }
        if csv, common.json { throw ValidationError("Choose one of --csv and --json.") }
    }

    func run() async throws {
        if schema { return try writeSchema() }
        let sql = try text()
        let page = SQLPage(
            style: csv ? .csv : common.json ? .json : .table,
            limit: limit ?? (csv || common.json ? 0 : 1000), memory: memory << 20)
        let limits = QueryLimits(seconds: timeout, memory: memory << 20, isAlone: true)
        try await target.open { session in
            let watch = StatementWatch(limits, end: end)
            defer { watch.stop() }
            try await session.query(
                sql, limits: limits, columns: { names in try watch.row { try page.begin(names) } },
                row: { row in try watch.row { try page.add(row) } })
        }
        try page.finish()
    }

    private func writeSchema() throws {
        guard common.json else {
            return try Output.standard.bytes(Array(Session.querySchema.utf8))
        }
        for view in QueryView.all { try Output.standard.json(Records.view(view)) }
    }

    /// The process goes as it stands: SQLite is in the middle of something, and only reads.
    private func end(_ error: SessionError) -> Never {
        let arguments = Array(CommandLine.arguments.dropFirst())
        _exit(ErrorReport(error, arguments: arguments).send().rawValue)
    }

    private func text() throws -> String {
        guard let statement, statement != "-" else {
            let input = FileHandle.standardInput.readDataToEndOfFile()
            return String(decoding: input, as: UTF8.self)
        }
        return statement
    }
}
