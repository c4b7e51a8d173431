import Foundation
import SessionStore

/// A transcript of Claude Code as it lies on disk: `NAME.jsonl`, and beside it
/// `NAME/subagents/agent-*.jsonl`.
struct TranscriptFiles {
    let path: String

    init(_ path: String) { self.path = path }

    /// The name without folders and extension.
    var stem: String {
        URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    }

    /// The subagents' files by name; relative to the folder that has the transcript's name.
    var subagents: [(file: String, path: String)] {
        let folder = URL(fileURLWithPath: path).deletingPathExtension()
            .appendingPathComponent("subagents")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasPrefix("agent-") && $0.hasSuffix(".jsonl") }.sorted()
            .map { ("subagents/\($0)", folder.appendingPathComponent($0).path) }
    }

    var totalBytes: Int {
        ([path] + subagents.map(\.path)).reduce(0) { $0 + Self.size(of: $1) }
    }

    /// Bytes of a file; 0 where there is none.
    static func size(of path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.intValue ?? 0
    }

    /// The first time that the transcript's beginning tells, for records that stand before it.
    func firstTime() throws -> Timestamp? { try beginning { $0.timestamp } }

    /// The id that the transcript's first records name, or its file's name when none of them does.
    func transcriptID() throws -> String {
        try beginning { $0.transcript?.string.flatMap { $0.isEmpty ? nil : $0 } } ?? stem
    }

    /// The ids of the first records that have one.
    func firstRecords() throws -> [RecordKey] {
        var found: [RecordKey] = []
        _ = try beginning { fields -> Bool? in
            if let uuid = fields.uuid { found.append(RecordKey(uuid)) }
            return found.count < 64 ? nil : true
        }
        return found
    }

    /// What the first record says that says it, of those at the beginning.
    private func beginning<Value>(_ value: (ClaudeCodeFields) -> Value?) throws -> Value? {
        var reader = try LineReader(path)
        defer { reader.close() }
        for _ in 0..<500 {
            guard let line = try reader.next() else { break }
            guard let record = SourceRecord.records(of: line).records.first, record.damage == nil
            else {
                continue
            }
            if let value = value(ClaudeCodeFields(JSON(unchecked: record.bytes))) { return value }
        }
        return nil
    }
}
