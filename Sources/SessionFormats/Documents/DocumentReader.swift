internal import JSONText
import SessionStore

/// Reads a JSON document as its records and what stands between them, in one pass and without
/// holding more than a record: so a document is lines of another kind, and can be written again
/// byte for byte.
struct DocumentReader {
    /// A record, and where its bytes are in the file.
    struct Piece {
        var source: SourceRecord
        var place: Range<Int>
    }

    let shape: DocumentShape
    /// Texts, numbers and the like that stand beside the records: the document's head.
    private(set) var head: [(key: String, value: JSON)] = []
    /// What stands behind the last record, once all is read.
    private(set) var end: [UInt8] = []
    /// Bytes at the end of a document that stops in the middle.
    private(set) var unfinishedBytes = 0

    private var slice: FileSlice
    private var index = 0
    private var gap: [UInt8] = []
    private var line: Int
    private var frames: [Frame] = []
    private var state = State.value

    private struct Frame {
        let isArray: Bool
        var key = "*"
    }

    private enum State { case value, firstValue, firstKey, key, colon, comma, done }

    /// Values of the head that are kept are no longer than this.
    private static let headLimit = 1 << 16
    /// What stays between the records is no longer than this.
    private static let gapLimit = 1 << 12

    init(
        _ path: String, _ shape: DocumentShape, from offset: Int = 0, count: Int? = nil,
        line: Int = 1
    ) throws {
        slice = try FileSlice(path, from: offset, count: count)
        self.shape = shape
        self.line = line
    }

    func close() { slice.close() }

    private var path: [String] { frames.map(\.key) }

    /// The next record; nil at the end.
    mutating func next() throws -> Piece? {
        if slice.offset == 0, index == 0 { try skipMark() }
        while try skipSpace() {
            let byte = slice.bytes[index]
            switch state {
            case .value, .firstValue:
                if state == .firstValue, byte == UInt8(ascii: "]") {
                    leave()
                } else if let piece = try takeValue(byte) {
                    return piece
                }
            case .firstKey, .key:
                if state == .firstKey, byte == UInt8(ascii: "}") {
                    leave()
                } else if let piece = try takeKey() {
                    return piece
                }
            case .colon:
                guard byte == UInt8(ascii: ":") else { return try takeRest("a colon was expected") }
                pass(1)
                state = .value
            case .comma:
                if byte == UInt8(ascii: ",") {
                    pass(1)
                    state = frames.last?.isArray ?? false ? .value : .key
                } else if byte == (frames.last?.isArray ?? false ? 0x5D : 0x7D) {
                    leave()
                } else {
                    return try takeRest("a comma or a bracket was expected")
                }
            case .done: return try takeRest("another value after the first")
            }
        }
        if state == .done { end = gap } else { unfinishedBytes = gap.count }
        gap = []
        return nil
    }

    // MARK: Moving on

    private mutating func skipMark() throws {
        _ = try slice.fill()
        if slice.bytes.starts(with: LineReader.byteOrderMark) {
            pass(LineReader.byteOrderMark.count)
        }
    }

    /// Past white space; false at the end of the document.
    private mutating func skipSpace() throws -> Bool {
        while true {
            var end = index
            while end < slice.bytes.count, JSONScanner.isSpace(slice.bytes[end]) { end += 1 }
            pass(end - index)
            if index < slice.bytes.count { return true }
            letGo()
            if try !slice.fill() { return false }
        }
    }

    /// Takes the next bytes as what stands between records.
    private mutating func pass(_ count: Int) {
        guard count > 0 else { return }
        let bytes = slice.bytes[index..<index + count]
        line += bytes.count { $0 == 0x0A }
        gap += bytes
        index += count
    }

    private mutating func letGo() {
        slice.drop(index)
        index = 0
    }

    private mutating func leave() {
        pass(1)
        frames.removeLast()
        state = frames.isEmpty ? .done : .comma
    }

    // MARK: Values

    private mutating func takeKey() throws -> Piece? {
        guard slice.bytes[index] == UInt8(ascii: "\""), let range = try value() else {
            frames[frames.count - 1].key = ""
            return try takeDamage("a key was expected")
        }
        let key = JSON(source: Array(slice.bytes[range]), range: 0..<range.count).string ?? ""
        frames[frames.count - 1].key = key
        pass(range.count)
        state = .colon
        return nil
    }

    private mutating func takeValue(_ byte: UInt8) throws -> Piece? {
        let step = shape.step(at: path)
        let isNested = byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[")
        if step == .descend, isNested {
            pass(1)
            frames.append(Frame(isArray: byte == UInt8(ascii: "[")))
            state = byte == UInt8(ascii: "[") ? .firstValue : .firstKey
            return nil
        }
        guard let range = try value() else { return try takeDamage("a value was expected") }
        state = frames.isEmpty ? .done : .comma
        if step == .record || isNested && range.count > Self.gapLimit {
            return takeRecord(range, isOfShape: step == .record)
        }
        if !isNested, range.count <= Self.headLimit, frames.last.map({ !$0.isArray }) ?? true {
            head.append(
                (
                    path.joined(separator: "/"),
                    JSON(source: Array(slice.bytes[range]), range: 0..<range.count)
                ))
        }
        pass(range.count)
        return nil
    }

    private mutating func takeRecord(_ range: Range<Int>, isOfShape: Bool) -> Piece? {
        let bytes = Array(slice.bytes[range])
        let value = JSON(source: bytes, range: 0..<bytes.count)
        var (part, link) =
            isOfShape ? shape.part(value) : (bytes.indices, RecordLink())
        link.name = link.name ?? frames.last { $0.key != "*" }?.key
        guard let record = part else {
            pass(range.count)
            return nil
        }
        pass(record.lowerBound)
        let source = SourceRecord(
            bytes: Array(bytes[record]), line: line, gap: gap, link: link)
        let place = slice.offset + index..<slice.offset + index + record.count
        line += source.bytes.count { $0 == 0x0A }
        index += record.count
        gap = []
        part = nil
        pass(bytes.count - record.upperBound)
        if index > 1 << 17 { letGo() }
        return Piece(source: source, place: place)
    }

    /// Where the next value lies among the bytes at hand, all of it checked; nil: it is none, or
    /// the document ends in it.
    private mutating func value() throws -> Range<Int>? {
        if index > 1 << 17 { letGo() }
        while true {
            var scanner = JSONScanner(slice.bytes, from: index, to: slice.bytes.count)
            do throws(JSONError) {
                let range = try scanner.value()
                // A number at the end of what is at hand may go on.
                if range.upperBound < slice.bytes.count { return range }
            } catch {
                guard error.offset + 8 >= slice.bytes.count else { return nil }
            }
            if try !slice.fill() {
                var scanner = JSONScanner(slice.bytes, from: index, to: slice.bytes.count)
                return try? scanner.value()
            }
        }
    }

    // MARK: Damage

    /// What cannot be read among records, up to a line that begins with one again.
    private mutating func takeDamage(_ reason: String) throws -> Piece? {
        guard let frame = frames.last, shape.step(at: path) == .record else {
            return try takeRest(reason)
        }
        var search = index
        while true {
            guard let lineEnd = slice.bytes[search...].firstIndex(of: 0x0A) else {
                search = slice.bytes.count
                if try slice.fill() { continue }
                return try takeRest(reason)
            }
            var next = lineEnd + 1
            search = next
            while next < slice.bytes.count, JSONScanner.isSpace(slice.bytes[next]) { next += 1 }
            if begins(at: next, isArray: frame.isArray) { return damaged(index..<next) }
        }
    }

    /// Whether an object stands there, or a member that is one.
    private func begins(at start: Int, isArray: Bool) -> Bool {
        var scanner = JSONScanner(slice.bytes, from: start, to: slice.bytes.count)
        if !isArray, scanner.nextKey() == nil { return false }
        scanner.skipSpace()
        guard scanner.index < slice.bytes.count, slice.bytes[scanner.index] == UInt8(ascii: "{")
        else { return false }
        return (try? scanner.value()) != nil
    }

    /// The record of what cannot be read; white space and a comma behind it stand between.
    private mutating func damaged(_ range: Range<Int>) -> Piece {
        var end = range.upperBound
        while end > range.lowerBound, JSONScanner.isSpace(slice.bytes[end - 1]) { end -= 1 }
        if end - 1 > range.lowerBound, slice.bytes[end - 1] == UInt8(ascii: ",") { end -= 1 }
        let bytes = Array(slice.bytes[range.lowerBound..<end])
        let source = SourceRecord(
            bytes: bytes, line: line, gap: gap, damage: Self.reason(bytes))
        let place = slice.offset + index..<slice.offset + index + bytes.count
        line += bytes.count { $0 == 0x0A }
        index = end
        gap = []
        pass(range.upperBound - end)
        state = frames.last?.isArray ?? true ? .value : .key
        return Piece(source: source, place: place)
    }

    private static func reason(_ bytes: [UInt8]) -> String {
        do throws(JSONError) {
            _ = try JSON(validating: bytes)
            return "a comma or a bracket was expected"
        } catch {
            return error.description
        }
    }

    /// All that is left, where nothing tells how it goes on; a document that stops is unfinished.
    private mutating func takeRest(_ reason: String) throws -> Piece? {
        while try slice.fill() {}
        let rest = Array(slice.bytes[index...])
        if state != .done, Self.isCut(rest) {
            unfinishedBytes = gap.count + rest.count
            (gap, index) = ([], index + rest.count)
            return nil
        }
        let source = SourceRecord(bytes: rest, line: line, gap: gap, damage: reason)
        let place = slice.offset + index..<slice.offset + index + rest.count
        index += rest.count
        gap = []
        state = .done
        return Piece(source: source, place: place)
    }

    /// Whether what is left is the beginning of a value, and no more.
    private static func isCut(_ rest: [UInt8]) -> Bool {
        var scanner = JSONScanner(rest)
        do throws(JSONError) {
            _ = try scanner.value()
            return false
        } catch {
            return error.offset + 8 >= rest.count
        }
    }
}
