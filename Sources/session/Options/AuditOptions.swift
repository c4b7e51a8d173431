import ArgumentParser
import SessionStore

/// What an audit asks for, beyond what every timeline can be narrowed to.
struct AuditOptions: ParsableArguments {
    @Option(
        name: [.customLong("subject"), .customLong("path")], parsing: .singleValue,
        help: ArgumentHelp(
            "Only what set this: a file's path or its end, a folder, \"*.py\", a setting's name.",
            valueName: "subject"))
    var subjects: [String] = []

    @Option(
        name: .customLong("branch"), parsing: .singleValue,
        help: ArgumentHelp(
            "Only what was written on this branch itself: idea, \"agent-*\".", valueName: "name"))
    var branches: [String] = []

    @Option(
        name: .customLong("cause"), parsing: .singleValue,
        help: ArgumentHelp(
            "Only what the event at this moment led to, in one step.", valueName: "moment"))
    var causes: [String] = []

    @Option(
        name: .customLong("tool"), parsing: .singleValue,
        help: ArgumentHelp("Only calls and results of this tool: Bash, \"mcp__*\"."))
    var tools: [String] = []

    @Option(
        name: .customLong("model"), parsing: .singleValue,
        help: ArgumentHelp("Only what this model did or was asked: \"claude-*\"."))
    var models: [String] = []

    @Option(
        name: .customLong("text"), parsing: .singleValue,
        help: ArgumentHelp(
            "Only events with this text in the body or the content; A to Z as a to z."))
    var texts: [String] = []

    @Flag(help: "Also events that stand for others, which a merge or a subagent's end took over.")
    var copies = false

    @Flag(help: "Also pieces of streamed answers that are finished by now.")
    var pieces = false

    func validate() throws {
        if texts.contains("") { throw ValidationError("--text looks for at least one character.") }
    }

    /// The query, but for its causes, which each session knows for itself.
    func query(_ filter: EventFilter) throws -> AuditQuery {
        var query = try filter.query()
        query.subjects = subjects
        query.branches = branches
        query.tools = tools
        query.models = models
        query.texts = texts
        query.includesCopies = copies
        query.includesPieces = pieces
        return query
    }
}
