import Foundation
import SessionStore

extension TranscriptFormat {
    /// `wire.jsonl` of Kimi CLI: what went over its wire, one record a line.
    static let kimi = TranscriptFormat(
        Kimi.name, title: "Kimi CLI", importer: Kimi.self, exporter: RecordExporter<Kimi>.self,
        convertsOwn: false)
}

/// Wire logs of Kimi CLI: `agents/main/wire.jsonl`, and those of subagents in folders beside.
enum Kimi: FactFormat {
    typealias Reader = KimiRecord

    private static let types: Set<String> = [
        "turn.prompt", "context.append_message", "context.append_loop_event", "llm.request",
        "config.update", "usage.record",
    ]

    static let homeVariable: String? = "KIMI_CODE_HOME"
    static let places = [".kimi-code/sessions", ".kimi/sessions"]

    static func recognises(_ beginning: TranscriptBeginning) -> Bool {
        beginning.records.contains { record in
            guard let type = record["type"]?.string else { return false }
            return types.contains(type)
                || type == "metadata" && record["protocol_version"] != nil
        }
    }

    static func subagents(of transcript: String) -> [(file: String, path: String)] {
        let own = URL(fileURLWithPath: transcript)
        let folder = own.deletingLastPathComponent()
        guard folder.lastPathComponent == "main" else { return [] }
        let agents = folder.deletingLastPathComponent()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: agents.path)) ?? []
        return names.filter { $0 != "main" }.sorted().compactMap { name in
            let path = agents.appendingPathComponent(name)
                .appendingPathComponent(own.lastPathComponent).path
            guard FileManager.default.fileExists(atPath: path) else { return nil }
            return ("\(name)/\(own.lastPathComponent)", path)
        }
    }
}
