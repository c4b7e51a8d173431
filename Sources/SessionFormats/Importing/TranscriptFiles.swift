import Foundation
import SessionStore
internal import Texts

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
    func transcriptID() throws -> String { try ownID() ?? stem }

    /// The id that the transcript's first records name; nil: none of them does.
    func ownID() throws -> String? {
        try beginning { $0.transcript.flatMap { $0.isEmpty ? nil : $0 } }
    }

    /// The folder that the transcript's beginning says it was worked in; nil: it names none.
    func workingFolder() throws -> String? {
        try Format.workingFolder(beside: path)
            ?? beginning { $0.workingFolder.flatMap { $0.isEmpty ? nil : $0 } }
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

    /// Whether a session has all of its records, as an earlier state of what was imported has.
    func isPart(of session: Session) async throws -> Bool {
        var stored: Set<RecordKey> = []
        var erased = 0
        for try await event in session.allEvents() {
            guard let bytes = event.recordBytes(of: Format.dialect) else { continue }
            if event.isErased { erased += 1 } else { stored.insert(RecordKey(bytes[...])) }
        }
        var source = try TranscriptSource<Format>(path, file: nil, isMasking: false)
        defer { source.close() }
        try source.advance()
        while let record = source.next {
            let bytes = record.source.bytes
            let forms = [bytes, SecretScanner.shared.mask(bytes) ?? bytes]
            if !forms.contains(where: { stored.contains(RecordKey($0[...])) }) {
                erased -= 1
                if erased < 0 { return false }
            }
            try source.advance()
        }
        return true
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
