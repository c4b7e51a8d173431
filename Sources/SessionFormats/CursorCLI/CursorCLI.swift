import Foundation
import SessionStore

extension TranscriptFormat {
    /// `*.jsonl` of Cursor CLI: who speaks and in which blocks, one message a line.
    static let cursor = TranscriptFormat(
        CursorCLI.name, title: "Cursor CLI", importer: CursorCLI.self,
        exporter: RecordExporter<CursorCLI>.self, convertsOwn: false)
}

/// Transcripts of Cursor CLI, with those of subagents in `subagents/` beside one.
enum CursorCLI: FactFormat {
    typealias Reader = CursorRecord

    static let places = [".cursor/projects"]

    static func recognises(_ beginning: TranscriptBeginning) -> Bool {
        beginning.records.contains { record in
            guard record["role"]?.kind == .string, record["type"] == nil, record["uuid"] == nil
            else { return false }
            return record["message"]?["content"] != nil && record["content"] == nil
        }
    }

    /// They lie beside the transcript where it is alone in its folder.
    static func subagents(of transcript: String) -> [(file: String, path: String)] {
        let own = URL(fileURLWithPath: transcript)
        let folder = own.deletingLastPathComponent()
        let manager = FileManager.default
        let beside = (try? manager.contentsOfDirectory(atPath: folder.path)) ?? []
        guard beside.filter({ $0.hasSuffix(".jsonl") }) == [own.lastPathComponent] else {
            return []
        }
        let agents = folder.appendingPathComponent("subagents")
        let names = (try? manager.contentsOfDirectory(atPath: agents.path)) ?? []
        return names.filter { $0.hasSuffix(".jsonl") }.sorted()
            .map { ("subagents/\($0)", agents.appendingPathComponent($0).path) }
    }
}
