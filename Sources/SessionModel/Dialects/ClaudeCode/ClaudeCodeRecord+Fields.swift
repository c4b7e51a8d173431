internal import JSONText

/// The members of a record that importing, exporting and folding look at, found in one scan.
package struct ClaudeCodeFields: Sendable {
    /// `user`, `assistant`, `system`, `progress`, `summary` …
    package var type: String?
    /// The record's own id, which later records name as their parent.
    package var uuid: JSON?
    package var parent: JSON?
    /// Where a compaction cut the chain: the record before it.
    package var logicalParent: JSON?
    package var timestamp: Timestamp?
    package var isSidechain: Bool
    package var isMeta: Bool
    package var isCompactSummary: Bool
    package var isAPIError: Bool
    package var agent: String?
    package var transcript: JSON?
    package var message: JSON?
    package var toolUseResult: JSON?
    /// Of a summary: the record whose conversation it names.
    package var leaf: JSON?
    /// Of an `api-request-blob`.
    package var hash: JSON?
    /// Current values of the tool's settings, by subject.
    package var settings: [(subject: String, value: JSON)]

    private static let keys = JSONKeys([
        "type", "uuid", "parentUuid", "logicalParentUuid", "timestamp", "isSidechain", "isMeta",
        "isCompactSummary", "isApiErrorMessage", "agentId", "sessionId", "message",
        "toolUseResult", "leafUuid", "hash", "cwd", "gitBranch", "version", "permissionMode",
    ])
    private static let settingNames = ["cwd", "gitBranch", "version", "permissionMode"]

    package init(_ json: JSON) {
        let found = json.pick(Self.keys)
        type = found[0]?.string
        uuid = found[1].ifString
        parent = found[2].ifString
        logicalParent = found[3].ifString
        timestamp = found[4]?.string.flatMap { Timestamp($0) }
        isSidechain = found[5]?.bool ?? false
        isMeta = found[6]?.bool ?? false
        isCompactSummary = found[7]?.bool ?? false
        isAPIError = found[8]?.bool ?? false
        agent = found[9]?.string
        transcript = found[10].ifString
        message = found[11]
        toolUseResult = found[12]
        leaf = found[13].ifString
        hash = found[14].ifString
        settings = Self.settingNames.enumerated().compactMap { offset, name in
            found[15 + offset].ifString.flatMap { $0.range.count > 2 ? (name, $0) : nil }
        }
    }
}

extension ClaudeCodeRecord {
    /// The model name of records that the program itself wrote in a model's place.
    package static let syntheticModel = "<synthetic>"

    /// What the program notes in a user's place: interruptions and the output of local commands.
    static let remarks = [
        "[Request interrupted by user", "<local-command-stdout>", "<local-command-stderr>",
        "<local-command-caveat>", "<bash-stdout>", "<bash-stderr>",
    ]

    /// The kind of event that a record becomes.
    ///
    /// - Parameter knowsLeaf: whether the record that a summary names is in the same transcript.
    package static func kind(
        of fields: ClaudeCodeFields, content: ClaudeCodeContent, knowsLeaf: Bool
    ) -> EventKind {
        switch fields.type {
        case "user": return userKind(fields, content)
        case "assistant":
            if fields.isAPIError { return .responseFailed }
            return content.calls.isEmpty ? .responseReceived : .toolCalled
        case "system", "progress": return .noteAdded
        case "attachment", "api-request-shape": return .contextBuilt
        case "api-request": return .requestSent
        case "summary": return knowsLeaf ? .titleChanged : .foreignRecorded
        case "custom-title", "ai-title": return .titleChanged
        default: return .foreignRecorded
        }
    }

    private static func userKind(
        _ fields: ClaudeCodeFields, _ content: ClaudeCodeContent
    ) -> EventKind {
        if fields.isCompactSummary { return .contextBuilt }
        if !content.results.isEmpty { return .toolReturned }
        if fields.isMeta || fields.message == nil { return .noteAdded }
        guard let text = content.text else { return .promptSubmitted }
        if remarks.contains(where: { text.hasPrefix($0) }) { return .noteAdded }
        return ClaudeCodeCommand.marks.contains { text.hasPrefix($0) }
            ? .commandGiven : .promptSubmitted
    }
}

/// What a record's message holds, as far as importing looks at it.
package struct ClaudeCodeContent: Sendable {
    /// The first text.
    package var text: JSON?
    package var calls: [(id: JSON, name: String, input: JSON?)] = []
    package var results: [(id: JSON, isError: Bool)] = []
    package var model: String?

    private static let keys = JSONKeys([
        "type", "text", "id", "name", "input", "tool_use_id", "is_error",
    ])
    private static let messageKeys = JSONKeys(["content", "model"])

    package init(_ message: JSON?) {
        guard let members = message?.pick(Self.messageKeys) else { return }
        model = members[1]?.string
        guard let content = members[0] else { return }
        if content.kind == .string { text = content }
        content.forEachElement { block in
            let found = block.pick(Self.keys)
            switch found[0]?.string {
            case "text": text = text ?? found[1]
            case "tool_use":
                calls.append((found[2] ?? .null, found[3]?.string ?? "", found[4]))
            case "tool_result":
                results.append((found[5] ?? .null, found[6]?.bool ?? false))
            default: break
            }
        }
    }
}
