import ArgumentParser
import SessionAnswers
import SessionIndex
import SessionStore

/// Which texts are searched.
struct TextFilterOptions: ParsableArguments {
    @Option(
        name: .customLong("in"), parsing: .singleValue,
        help: ArgumentHelp(
            "Only in these: \(TextSort.allCases.map(\.name).joined(separator: ", ")).",
            valueName: "sort"))
    var sorts: [TextSort] = []

    @OptionGroup var filter: EventFilter

    @Option(
        name: .customLong("tool"), parsing: .singleValue,
        help: "Only calls and results of this tool: Bash, \"mcp__*\".")
    var tools: [String] = []

    @Option(
        name: .customLong("model"), parsing: .singleValue,
        help: "Only what this model said or called: \"claude-*\".")
    var models: [String] = []

    @Option(
        name: .customLong("branch"), parsing: .singleValue,
        help: ArgumentHelp("Only on this branch's line.", valueName: "name"))
    var branches: [String] = []

    @Flag(help: "Only commands that were run.")
    var commands = false

    @Flag(help: "Only failures, of tools and of models.")
    var failures = false

    func query(_ words: String) throws -> TextQuery {
        var query = TextQuery(words)
        let events = try filter.query()
        query.sorts = Set(sorts)
        if !events.kinds.isEmpty {
            let test = AuditTest(events.kinds.reduce(into: AuditQuery()) { $0.kinds.append($1) })
            let fitting = TextSort.allCases.filter { $0.kinds.contains { test.fits($0) } }
            query.sorts = sorts.isEmpty ? Set(fitting) : query.sorts.intersection(fitting)
            guard !query.sorts.isEmpty else {
                throw SessionError(
                    .invalidInput, "events of these kinds say nothing that is searched",
                    hint: "Ask for prompt, response, tool, file.changed, note or title.")
            }
        }
        query.actors = events.actors
        (query.since, query.until) = (events.since, events.until)
        (query.tools, query.models) = (tools, models)
        query.branches = try branches.map { try BranchName(argument: $0) }
        (query.onlyCommands, query.onlyFailures) = (commands, failures)
        return query
    }
}
