import SessionStore

/// One record of a transcript as it stands in its file.
struct SourceRecord {
    /// The record's own bytes, without the line break.
    var bytes: [UInt8]
    /// The line it stands on, counted from 1; a line can hold several records.
    var line: Int
    /// Why the line cannot be read; then `bytes` is the whole line.
    var damage: String?

    /// The records of one line: none for an empty one, several where objects follow each other.
    static func records(of line: LineReader.Line) -> [SourceRecord] {
        var scanner = JSONScanner(line.bytes)
        var ranges: [Range<Int>] = []
        do throws(JSONError) {
            scanner.skipSpace()
            while scanner.index < line.bytes.count {
                ranges.append(try scanner.value())
                scanner.skipSpace()
            }
        } catch {
            return [
                SourceRecord(bytes: line.bytes, line: line.number, damage: error.description)
            ]
        }
        if ranges.count == 1, ranges[0].count == line.bytes.count {
            return [SourceRecord(bytes: line.bytes, line: line.number)]
        }
        return ranges.map { SourceRecord(bytes: Array(line.bytes[$0]), line: line.number) }
    }
}
