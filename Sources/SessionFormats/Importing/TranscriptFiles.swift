import Foundation
import SessionStore

/// A transcript as it lies on disk, with the files of its subagents.
struct TranscriptFiles<Format: RecordFormat> {
    let path: String

    init(_ path: String) { self.path = path }

    /// The name without folders and extension.
    var stem: String { SessionPlace.stem(of: path) }

    var subagents: [(file: String, path: String)] { Format.subagents(of: path) }

    var totalBytes: Int {
        ([path] + subagents.map(\.path)).reduce(0) { $0 + LineReader.size(of: $1) }
    }

    /// The first time that the transcript's beginning tells, for records that stand before it.
    func firstTime() throws -> Timestamp? { try beginning { $0.time } }

    /// The id that the transcript's first records name, or its file's name when none of them does.
    func transcriptID() throws -> String {
        try beginning { $0.transcript.flatMap { $0.isEmpty ? nil : $0 } } ?? stem
    }

    /// The ids of the first records that have one.
    func firstRecords() throws -> [RecordKey] {
        var found: [RecordKey] = []
        _ = try beginning { record -> Bool? in
            if let id = record.id { found.append(id) }
            return found.count < 64 ? nil : true
        }
        return found
    }

    /// What the first record says that says it, of those at the beginning.
    private func beginning<Value>(_ value: (Format.Record) -> Value?) throws -> Value? {
        var reader = try LineReader(path)
        defer { reader.close() }
        for _ in 0..<500 {
            guard let line = try reader.next() else { break }
            guard let record = SourceRecord.records(of: line).records.first, record.damage == nil
            else {
                continue
            }
            if let value = value(Format.Record(record)) { return value }
        }
        return nil
    }
}
