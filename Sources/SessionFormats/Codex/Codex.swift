import Foundation
internal import JSONText
import SessionStore

extension TranscriptFormat {
    /// `rollout-*.jsonl` of Codex, or `.jsonl.zst`: one record a line.
    public static let codex = TranscriptFormat(
        Codex.name, title: "Codex", importer: Codex.self, exporter: RecordExporter<Codex>.self)
}

/// Transcripts of Codex: `sessions/YEAR/MONTH/DAY/rollout-TIME-ID.jsonl`, and `.jsonl.zst` of those
/// that lay still for long.
enum Codex: RecordFormat {
    typealias Mapper = CodexMapper
    typealias Converter = CodexConverter

    static let dialect = Dialect.codex
    static let endings = ["jsonl", "jsonl.zst"]
    static let places = [".codex/sessions", ".codex/archived_sessions"]
    static let homeVariable: String? = "CODEX_HOME"
    static let kindsWithoutID: Set<EventKind> = [
        .foreignRecorded, .titleChanged, .noteAdded, .responseFailed,
    ]
    static let settings: Set<String> = [
        "cwd", "model", "version", "modelProvider", "effort", "approvalPolicy", "sandbox",
        "gitBranch", "gitCommit", "gitRepository", "forkedFrom",
    ]

    /// The id in a file's name: `rollout-2026-03-14T09-26-53-ID.jsonl`.
    static func threadID(of file: String) -> String? {
        let stem = SessionPlace.stem(of: file)
        return stem.count > 36 ? String(stem.suffix(36)) : nil
    }

    private static let keys = JSONKeys(["type", "payload", "timestamp", "id", "instructions"])
    private static let types: Set<String> = [
        "session_meta", "response_item", "event_msg", "turn_context", "compacted", "world_state",
        "token_usage_record",
    ]

    static func recognises(_ beginning: TranscriptBeginning) -> Bool {
        beginning.records.contains { record in
            let found = record.pick(keys)
            let type = found[0]?.string
            // Of a beginning that is cut off the payload may be missing.
            if let type, types.contains(type) { return found[1].map { $0.kind == .object } ?? true }
            if type == nil { return found[2] != nil && found[3] != nil && found[4] != nil }
            return isBareItem(record)
        }
    }

    /// Older files hold items as the provider's API has them.
    private static func isBareItem(_ record: JSON) -> Bool {
        let fields = CodexFields(record)
        guard !fields.isWrapped, fields.isItem else { return false }
        switch fields.form {
        case "message":
            return fields.content?.elements.contains {
                ["input_text", "output_text"].contains($0["type"]?.string)
            } ?? false
        case "function_call": return record["call_id"] != nil && record["arguments"] != nil
        case "reasoning": return record["summary"]?.kind == .array
        default: return record["call_id"] != nil
        }
    }

    /// The id of the conversation, which its first record names.
    static func transcriptPlace(in record: JSON) -> [JSON] {
        let fields = CodexFields(record)
        let isName = fields.form == "thread_name_updated"
        guard isName || fields.type == "session_meta" else { return [] }
        return (isName ? ["thread_id"] : ["id", "session_id"]).compactMap { fields.payload[$0] }
            .filter { $0.kind == .string }.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }
}
