internal import JSONText
import SessionStore

/// What stands of a record beside it, in the document that it is a part of.
struct RecordLink {
    /// The member that it is, where it is one.
    var name: String?
    var id: JSON?
    var parent: JSON?
}

/// One record of a transcript as it stands in its file.
struct SourceRecord {
    /// The record's own bytes, without the line break.
    var bytes: [UInt8]
    /// The line it stands on, counted from 1; a line can hold several records.
    var line: Int
    /// What stands before it on its line.
    var gap: [UInt8] = []
    /// Of a record that lies in a document: what the document says of it.
    var link: RecordLink?
    /// Why the line cannot be read; then `bytes` is the whole line.
    var damage: String?

    /// The records of one line, and what stands behind the last of them: none for an empty line,
    /// several where objects follow each other.
    static func records(
        of line: LineReader.Line
    ) -> (records: [SourceRecord], rest: ArraySlice<UInt8>) {
        var scanner = JSONScanner(line.bytes)
        var ranges: [Range<Int>] = []
        do throws(JSONError) {
            scanner.skipSpace()
            while scanner.index < line.bytes.count {
                ranges.append(try scanner.value())
                scanner.skipSpace()
            }
        } catch {
            let whole = SourceRecord(
                bytes: line.bytes, line: line.number, damage: error.description)
            return ([whole], [])
        }
        if ranges.count == 1, ranges[0].count == line.bytes.count {
            return ([SourceRecord(bytes: line.bytes, line: line.number)], [])
        }
        var end = 0
        let records = ranges.map { range in
            defer { end = range.upperBound }
            return SourceRecord(
                bytes: Array(line.bytes[range]), line: line.number,
                gap: Array(line.bytes[end..<range.lowerBound]))
        }
        return (records, line.bytes[end...])
    }
}
