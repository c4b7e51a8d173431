internal import GRDB
internal import JSONText
internal import SessionStore

/// Branches of sessions, with their previews.
extension IndexRows {
    func save(_ branch: SessionFacts.BranchFacts, ofFile id: Int) throws {
        let (preview, tokens) = (branch.preview, branch.preview.tokens)
        let tools = preview.tools.map { JSON.array([.string($0.name), .number($0.calls)]) }
        try run(
            "INSERT INTO branch VALUES (?\(String(repeating: ", ?", count: 20)))",
            [
                id, branch.number.number, preview.branch.rawValue, branch.parent?.number,
                branch.fork?.number, preview.revision.number, preview.title, preview.lastMessage,
                preview.prompts, preview.responses, preview.toolCalls, preview.fileChanges,
                JSON.array(tools).description,
                JSON.array(preview.models.map { .string($0) }).description, tokens.input,
                tokens.output, tokens.cacheRead, tokens.cacheCreation, preview.phase.rawValue,
                preview.startedAt?.microseconds, preview.endedAt?.microseconds,
            ])
    }

    /// The previews of a session's branches, in the order they began.
    func previews(ofFile id: Int) throws -> [Preview] {
        let cursor = try rows(
            "SELECT \(PreviewColumns.names) FROM branch WHERE file = ? ORDER BY number", [id])
        var reader = PreviewColumns()
        var previews: [Preview] = []
        while let row = try cursor.next() { previews.append(reader.preview(row, from: 0)) }
        return previews
    }

    /// The files that have a branch of one of these names.
    func files(withBranches names: [String]) throws -> Set<Int> {
        var files: Set<Int> = []
        for name in names {
            try files.formUnion(
                Int.fetchAll(
                    database.cachedStatement(sql: "SELECT file FROM branch WHERE name = ?"),
                    arguments: [name]))
        }
        return files
    }
}

/// Reads the columns of a preview. Models and tools repeat from session to session: each text is
/// read once.
struct PreviewColumns {
    static let names =
        "branch.name, revision, title, last_message, prompts, responses, tool_calls, file_changes, "
        + "tools, models, input_tokens, output_tokens, cache_read_tokens, cache_creation_tokens, "
        + "phase, started, ended"

    private var tools: [String: [ToolCount]] = [:]
    private var models: [String: [String]] = [:]

    mutating func preview(_ row: Row, from first: Int) -> Preview {
        var preview = Preview(branch: BranchName(rawValue: row.text(first)))
        preview.revision = Revision(row.int(first + 1))
        preview.title = row.text(first + 2)
        preview.lastMessage = row.text(first + 3)
        preview.prompts = row.int(first + 4)
        preview.responses = row.int(first + 5)
        preview.toolCalls = row.int(first + 6)
        preview.fileChanges = row.int(first + 7)
        preview.tools = tools(row.text(first + 8))
        preview.models = models(row.text(first + 9))
        preview.tokens = TokenUsage(
            input: row.int(first + 10), output: row.int(first + 11),
            cacheRead: row.int(first + 12), cacheCreation: row.int(first + 13))
        preview.phase = Phase(rawValue: row.text(first + 14)) ?? .created
        preview.startedAt = row.time(first + 15)
        preview.endedAt = row.time(first + 16)
        return preview
    }

    private mutating func tools(_ text: String) -> [ToolCount] {
        if let known = tools[text] { return known }
        let read = JSON(unchecked: Array(text.utf8)).elements.compactMap { pair -> ToolCount? in
            let parts = pair.elements
            guard parts.count == 2, let name = parts[0].string, let calls = parts[1].int else {
                return nil
            }
            return ToolCount(name: name, calls: calls)
        }
        tools[text] = read
        return read
    }

    private mutating func models(_ text: String) -> [String] {
        if let known = models[text] { return known }
        let read = JSON(unchecked: Array(text.utf8)).elements.compactMap(\.string)
        models[text] = read
        return read
    }
}
