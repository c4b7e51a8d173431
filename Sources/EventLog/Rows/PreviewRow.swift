package import SessionTerms

/// A row of the preview table: plain columns that any SQLite client can list.
package struct PreviewRow: Sendable, Hashable {
    package var branch: BranchID
    package var revision: Revision
    package var name: String
    package var title: String
    package var lastMessage: String
    package var prompts: Int
    package var responses: Int
    package var toolCalls: Int
    package var fileChanges: Int
    package var tools: String
    package var models: String
    package var inputTokens: Int
    package var outputTokens: Int
    package var cacheReadTokens: Int
    package var cacheCreationTokens: Int
    package var phase: String
    package var started: Timestamp?
    package var ended: Timestamp?
    package var state: [UInt8]

    package init(
        branch: BranchID, revision: Revision, name: String, title: String, lastMessage: String,
        counts: (prompts: Int, responses: Int, toolCalls: Int, fileChanges: Int),
        tools: String, models: String,
        tokens: (input: Int, output: Int, cacheRead: Int, cacheCreation: Int),
        phase: String, started: Timestamp?, ended: Timestamp?, state: [UInt8]
    ) {
        self.branch = branch
        self.revision = revision
        self.name = name
        self.title = title
        self.lastMessage = lastMessage
        (prompts, responses, toolCalls, fileChanges) = counts
        self.tools = tools
        self.models = models
        (inputTokens, outputTokens, cacheReadTokens, cacheCreationTokens) = tokens
        self.phase = phase
        self.started = started
        self.ended = ended
        self.state = state
    }

    /// The columns in the table's order, but for the checksum.
    private enum Value {
        case number(Int?)
        case text(String)
        case bytes([UInt8])
    }

    private var values: [Value] {
        [
            .number(branch.number), .number(revision.number), .text(name), .text(title),
            .text(lastMessage),
            .number(prompts), .number(responses), .number(toolCalls),
            .number(fileChanges), .text(tools), .text(models), .number(inputTokens),
            .number(outputTokens), .number(cacheReadTokens),
            .number(cacheCreationTokens), .text(phase), .number(started?.microseconds),
            .number(ended?.microseconds),
            .bytes(state),
        ]
    }

    private var checksum: Int {
        var sum = RowChecksum()
        for value in values {
            switch value {
            case .number(let number): sum.add(number)
            case .text(let text): sum.add(text)
            case .bytes(let bytes): sum.add(bytes)
            }
        }
        return sum.value
    }

    /// Reads the current row; nil where it is damaged, since the log can make it anew.
    fileprivate init?(_ statement: SQLStatement) {
        self.init(
            branch: statement.int(0), revision: statement.int(1), name: statement.text(2),
            title: statement.text(3), lastMessage: statement.text(4),
            counts: (
                statement.int(5), statement.int(6), statement.int(7),
                statement.int(8)
            ),
            tools: statement.text(9), models: statement.text(10),
            tokens: (
                statement.int(11), statement.int(12), statement.int(13),
                statement.int(14)
            ),
            phase: statement.text(15),
            started: statement.optionalInt(16).map { Timestamp(microseconds: $0) },
            ended: statement.optionalInt(17).map { Timestamp(microseconds: $0) },
            state: statement.blob(18))
        guard checksum == statement.int(19), isPossible else { return nil }
    }

    /// Whether its numbers can be counted on.
    private var isPossible: Bool {
        let counts = [
            prompts, responses, toolCalls, fileChanges, inputTokens, outputTokens, cacheReadTokens,
            cacheCreationTokens,
        ]
        return (0..<LogRow.numberLimit).contains(revision.number) && counts.allSatisfy { $0 >= 0 }
    }

    fileprivate func bind(to statement: SQLStatement) {
        for (index, value) in values.enumerated() {
            switch value {
            case .number(let number): statement.bind(Int32(index + 1), number)
            case .text(let text): statement.bind(Int32(index + 1), text)
            case .bytes(let bytes): statement.bind(Int32(index + 1), bytes)
            }
        }
        statement.bind(20, checksum)
    }
}

extension LogRows {
    /// The stored preview of a branch; nil where there is none, or a damaged one.
    func preview(of branch: BranchID) throws -> PreviewRow? {
        let statement = try statement("SELECT * FROM preview WHERE branch = ?")
        defer { statement.reset() }
        statement.bind(1, branch)
        return try statement.step() ? PreviewRow(statement) : nil
    }

    /// Whether a preview of a branch is stored, damaged or not.
    func hasPreview(of branch: BranchID) throws -> Bool {
        let statement = try statement("SELECT 1 FROM preview WHERE branch = ?")
        defer { statement.reset() }
        statement.bind(1, branch)
        return try statement.step()
    }

    /// Whether the stored preview of a branch is of a later revision, damaged or not.
    func hasPreview(of branch: BranchID, behind revision: Revision) throws -> Bool {
        let statement = try statement("SELECT revision > ? FROM preview WHERE branch = ?")
        defer { statement.reset() }
        statement.bind(1, revision)
        statement.bind(2, branch)
        return try statement.step() && statement.int(0) != 0
    }

    func save(_ preview: PreviewRow) throws {
        let statement = try statement(
            "INSERT OR REPLACE INTO preview VALUES (?\(String(repeating: ", ?", count: 19)))")
        preview.bind(to: statement)
        try statement.run()
    }
}
