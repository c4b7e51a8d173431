import Foundation
internal import JSONText
import SessionStore
internal import Texts

extension TranscriptFormat {
    /// `*.jsonl` of Claude Code: one record a line.
    public static let claudeCode = TranscriptFormat(
        ClaudeCode.name, title: "Claude Code", importer: ClaudeCode.self,
        exporter: RecordExporter<ClaudeCode>.self)
}

/// Transcripts of Claude Code: `NAME.jsonl`, and beside it `NAME/subagents/agent-*.jsonl`.
enum ClaudeCode: RecordFormat {
    typealias Mapper = ClaudeCodeMapper
    typealias Converter = ClaudeCodeConverter

    static let dialect = Dialect.claudeCode
    static let kindsWithoutID: Set<EventKind> = [.foreignRecorded, .titleChanged, .requestSent]
    static let transcriptMember: String? = "sessionId"
    static let settings: Set<String> = ["cwd", "gitBranch", "version", "permissionMode", "model"]

    private static let keys = JSONKeys([
        "type", "sessionId", "leafUuid", "message", "snapshot", "systemPayload",
    ])
    private static let said: Set<String> = ["user", "assistant"]

    static let places = [".claude/projects", ".config/claude/projects"]
    static let homeVariable: String? = "CLAUDE_CONFIG_DIR"

    static func recognises(_ beginning: TranscriptBeginning) -> Bool {
        let records = beginning.records.map { $0.pick(keys) }
        // Others have such envelopes around messages of parts.
        guard !records.contains(where: { $0[5] != nil || $0[3]?["parts"] != nil }) else {
            return false
        }
        return records.contains { found in
            guard let type = found[0]?.string else { return false }
            if found[1] != nil || found[2] != nil { return true }
            if said.contains(type) { return found[3]?["content"] != nil }
            return type == "file-history-snapshot" && found[4] != nil
        }
    }

    /// The provider signs what was thought.
    static func isProved(_ record: [UInt8]) -> Bool { thinking.isFound(in: record) }
    private static let thinking = BytePattern(Array(#""type":"thinking""#.utf8))

    static func subagents(of transcript: String) -> [(file: String, path: String)] {
        let folder = URL(fileURLWithPath: transcript).deletingPathExtension()
            .appendingPathComponent("subagents")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasPrefix("agent-") && $0.hasSuffix(".jsonl") }.sorted()
            .map { ("subagents/\($0)", folder.appendingPathComponent($0).path) }
    }

    /// A few words about who the agent is: `agent-1.meta.json` beside `agent-1.jsonl`.
    static func metaName(beside file: String) -> String? {
        (file.hasSuffix(".jsonl") ? String(file.dropLast(".jsonl".count)) : file) + ".meta.json"
    }
}
