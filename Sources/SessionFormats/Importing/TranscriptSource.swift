import Crypto
import Foundation
import SessionStore
internal import Texts

/// One file of a transcript being imported: its records in order, and a hash of what was taken.
struct TranscriptSource<Format: RecordFormat> {
    /// nil: the transcript itself; otherwise the subagent's file, relative to the transcript's
    /// folder.
    let file: String?
    let path: String
    /// The next record, when there is one.
    private(set) var next: Format.Record?
    /// The time by which files are woven together.
    private(set) var time: Timestamp?
    private(set) var consumed = 0
    private(set) var lines = 0
    private(set) var unfinishedBytes = 0
    private(set) var secrets: [(range: Range<Int>, name: String)] = []

    private var reader: LineReader
    /// nil: an earlier import did not count the records.
    private var gaps: RecordGaps? = RecordGaps()
    /// What was read since the last record.
    private var gap: [UInt8] = []
    /// What stands beside a subagent's file; nil: there is nothing.
    private let meta: String?
    private var hash = SHA256()
    private var waiting: ArraySlice<SourceRecord> = []
    private let isMasking: Bool

    init(_ path: String, file: String?, isMasking: Bool) throws {
        self.path = path
        self.file = file
        self.isMasking = isMasking
        let text = file == nil ? nil : SubagentMeta.read(Format.metaName(beside: path))
        meta = isMasking ? text.map { SubagentMeta.masked($0) } : text
        reader = try LineReader(path, chunkSize: file == nil ? 1 << 18 : 1 << 15)
    }

    var sha256: String { Self.hexadecimal(hash) }
    var name: String { file ?? SessionPlace.name(of: path) }

    func close() { reader.close() }

    /// Passes over what an earlier import took.
    ///
    /// - Returns: whether the file begins with just those bytes.
    mutating func skip(_ mark: ImportMark) throws -> Bool {
        var hash = hash
        let count = try reader.skip(mark.bytes) { hash.update(data: $0) }
        self.hash = hash
        consumed = count
        lines = mark.lines
        gaps = mark.gaps
        gap = count > 0 ? mark.gaps?.end ?? [] : []
        return count == mark.bytes && sha256 == mark.sha256
    }

    /// Moves to the next record.
    ///
    /// A last line without a line break is taken when it is whole, that is when it reads as JSON;
    /// otherwise it is left, because its writer may not be done with it.
    mutating func advance() throws {
        next = nil
        while waiting.isEmpty {
            guard let line = try reader.next() else { return }
            try take(line)
        }
        guard let record = waiting.popFirst() else { return }
        let parsed = Format.Record(record)
        if let time = parsed.time { self.time = time }
        next = parsed
    }

    private mutating func take(_ line: LineReader.Line) throws {
        var text = line
        let found = SecretScanner.shared.ranges(in: line.bytes)
        if isMasking, !found.isEmpty, let masked = SecretScanner.shared.mask(line.bytes) {
            text.bytes = masked
        }
        let (records, rest) = SourceRecord.records(of: text)
        if !line.isTerminated, records.contains(where: { $0.damage != nil }) {
            unfinishedBytes = line.bytes.count
            return
        }
        secrets += found
        let ending: [UInt8] = line.isTerminated ? [0x0A] : []
        for part in [line.mark, line.bytes, ending] {
            hash.update(data: part)
            consumed += part.count
        }
        lines = line.number
        gap += line.mark
        for record in records {
            gaps?.pass(behind: gap + record.gap)
            gap = []
        }
        gap += rest + ending
        waiting = records[...]
    }

    func mark(transcript: String?) -> ImportMark {
        var gaps = gaps
        gaps?.end = gap
        return ImportMark(
            format: Format.name, transcript: transcript, bytes: consumed, sha256: sha256,
            lines: lines, file: name,
            isMasked: isMasking, gaps: gaps, meta: meta)
    }

    mutating func takeSecrets() -> [(range: Range<Int>, name: String)] {
        defer { secrets = [] }
        return secrets
    }

    private static func hexadecimal(_ hash: SHA256) -> String {
        EventDigest(Array(hash.finalize()))?.description ?? ""
    }
}
