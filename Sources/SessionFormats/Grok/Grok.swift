import Foundation
import SessionStore

extension TranscriptFormat {
    /// `chat_history.jsonl` of Grok CLI: one message a line.
    static let grok = TranscriptFormat(
        Grok.name, title: "Grok CLI", importer: Grok.self, exporter: RecordExporter<Grok>.self,
        convertsOwn: false)
}

/// Chat histories of Grok CLI.
enum Grok: FactFormat {
    typealias Reader = GrokRecord

    static let places = [".grok/sessions"]

    /// What lies beside it tells, or else the folder of all that were worked there, whose name is
    /// that path in percent signs.
    static func workingFolder(beside transcript: String) -> String? {
        let folder = URL(fileURLWithPath: transcript).deletingLastPathComponent()
        let summary = FileManager.default.contents(
            atPath: folder.appendingPathComponent("summary.json").path)
        let told = summary.flatMap { JSON(unchecked: Array($0))["info"]?["cwd"]?.string }
        let name = folder.deletingLastPathComponent().lastPathComponent.removingPercentEncoding
        return told ?? name.flatMap { $0.hasPrefix("/") && $0.count > 1 ? $0 : nil }
    }

    static func recognises(_ beginning: TranscriptBeginning) -> Bool {
        beginning.records.contains { record in
            guard record["uuid"] == nil, record["sessionId"] == nil, record["id"] == nil,
                record["timestamp"] == nil
            else { return false }
            switch record["type"]?.string {
            case "system", "assistant": return record["content"]?.kind == .string
            case "user": return record["content"]?.kind == .array
            case "tool_result": return record["tool_call_id"] != nil
            case "backend_tool_call": return true
            default: return false
            }
        }
    }
}
