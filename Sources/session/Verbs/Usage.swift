import ArgumentParser
import SessionAnswers
import SessionStore

/// `session usage`: tokens, requests and calls.
struct UsageVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage",
        abstract: "Count tokens and requests by model, and calls by tool, by day.",
        discussion: """
            All branches count, each event once: what a merge took over counts where it \
            happened, and what two files share, because one is a copy of the other or goes on \
            with its transcript, counts for the first. Tokens are those that providers report. \
            Days are those of your zone; with --json those of UTC.

            Examples
              session usage app.session
              session usage ~/sessions
              session usage *.session --json | jq 'select(.model).tokens.output'
            """)

    @OptionGroup var target: SessionFiles
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let isUTC = common.json
        let files = try target.files
        var fold = UsageFold(sessions: files.count) { time in
            isUTC ? 0 : LocalTime.offset(at: time)
        }
        for file in files {
            try await Session.useOne(file) { try await $0.addUsage(to: &fold) }
        }
        if common.json {
            return try Records.usage(fold.usage).forEach { try Output.standard.json($0) }
        }
        try writeTables(fold.usage)
    }

    private func writeTables(_ usage: Usage) throws {
        let output = Output.standard
        let tables = [requests(usage), calls(usage)].filter { !$0.isEmpty }
        for (index, table) in tables.enumerated() {
            if index > 0 { try output.line("") }
            try output.lines(table.lines(output.style, columns: output.columns))
        }
        if tables.isEmpty { try output.line("no model answered, and no tool was called") }
        if usage.erased > 0 {
            try output.line("\(Counts.of(usage.erased, "erased event")) not counted")
        }
    }

    private func requests(_ usage: Usage) -> Table {
        var table = Table(
            ["DAY", "MODEL", "REQUESTS", "FAILED", "IN", "OUT", "FROM CACHE", "TO CACHE"],
            right: Set(2...7))
        func add(_ day: String, _ model: String, _ rows: [Usage.Requests]) {
            let tokens = rows.reduce(TokenUsage()) { $0 + $1.tokens }
            let failed = rows.reduce(0) { $0 + $1.failed }
            let numbers = [
                rows.reduce(0) { $0 + $1.answered } + failed, failed, tokens.input,
                tokens.output, tokens.cacheRead, tokens.cacheCreation,
            ]
            table.add([day, DisplayText.oneLine(model)] + numbers.map { Counts.grouped($0) })
        }
        for row in usage.requests { add(row.day, row.model ?? "(not told)", [row]) }
        guard usage.requests.count > 1 else { return table }
        let byModel = Dictionary(grouping: usage.requests) { $0.model ?? "(not told)" }
        if byModel.count > 1, byModel.count < usage.requests.count {
            for (model, rows) in byModel.sorted(by: { $0.key < $1.key }) { add("all", model, rows) }
        }
        add("all", "all", usage.requests)
        return table
    }

    private func calls(_ usage: Usage) -> Table {
        var table = Table(["DAY", "TOOL", "CALLS"], right: [2])
        func add(_ day: String, _ tool: String, _ rows: [Usage.Calls]) {
            let count = rows.reduce(0) { $0 + $1.count }
            table.add([day, DisplayText.oneLine(tool), Counts.grouped(count)])
        }
        for row in usage.calls { add(row.day, row.tool, [row]) }
        guard usage.calls.count > 1 else { return table }
        let byTool = Dictionary(grouping: usage.calls, by: \.tool)
        if byTool.count > 1, byTool.count < usage.calls.count {
            for (tool, rows) in byTool.sorted(by: { $0.key < $1.key }) { add("all", tool, rows) }
        }
        add("all", "all", usage.calls)
        return table
    }
}
