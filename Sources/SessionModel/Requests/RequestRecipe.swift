internal import JSONText

/// The bytes of a request told as text with holes, each filled from an event of the line
/// (Schemas/request-1.md). JSON never holds the byte 1 outside of an escape, so it marks a hole.
package struct RequestRecipe: Sendable {
    /// What fills one hole.
    package struct Hole: Sendable, Hashable {
        /// An event's revision on the line; 0: the request's own literals.
        package var revision: Revision
        /// Of the value inside the event, as ``EventValues`` counts; of a literal, its index from
        /// 0.
        package var number: Int
        package var form: Form
        /// The part of the value's text that is meant, in bytes; nil: all of it.
        package var part: Range<Int>?
    }

    /// How a value becomes bytes of the request.
    package enum Form: Sendable, Hashable {
        /// As it is written in the event, quotes included.
        case written
        /// Its text as it is.
        case plain
        /// Its text as the inside of a JSON string.
        case string(JSONStyle)

        fileprivate var byte: UInt8 {
            switch self {
            case .written: 0
            case .plain: 1
            case .string(let style): 0x80 | style.rawValue
            }
        }

        fileprivate init?(byte: UInt8) {
            switch byte {
            case 0: self = .written
            case 1: self = .plain
            case 0x80...: self = .string(JSONStyle(rawValue: byte & 0x7F))
            default: return nil
            }
        }
    }

    static let mark: UInt8 = 1
    package private(set) var bytes: [UInt8] = []

    init() {}

    package init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func append(_ text: ArraySlice<UInt8>) { bytes.append(contentsOf: text) }

    mutating func append(_ hole: Hole) {
        bytes += [Self.mark, hole.form.byte]
        append(varint: hole.revision.number)
        append(varint: hole.number)
        append(varint: (hole.part?.count ?? -1) + 1)
        if let part = hole.part { append(varint: part.lowerBound) }
    }

    private mutating func append(varint value: Int) {
        var rest = UInt64(value)
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

extension RequestRecipe {
    /// Bytes of texts that expanding may read: a recipe can name small parts of large texts
    /// without end, and come to nothing.
    static let readLimit = 1 << 28

    /// The request's bytes.
    ///
    /// - Parameters:
    ///   - limit: the most bytes that may come out.
    ///   - values: gives the values of the event with a revision.
    /// - Returns: nil where the recipe does not fit the events, or reads more than 256 MiB of them.
    package func expanded(
        literals: [JSON], limit: Int, values: (Revision) throws -> EventValues?
    ) rethrows -> [UInt8]? {
        var result: [UInt8] = []
        var index = 0
        var read = 0
        // Parts of one text mostly follow one another; resolving its escapes once is enough.
        var last: (hole: Hole, text: [UInt8])?
        while index < bytes.count {
            let end = bytes.first(in: index..<bytes.count) { JSONText.mark($0 == Self.mark) }
            result.append(contentsOf: bytes[index..<end])
            index = end
            guard index < bytes.count else { break }
            guard let hole = hole(at: &index) else { return nil }
            if last?.hole.isSameText(as: hole) != true {
                guard let text = try Self.text(of: hole, literals, values) else { return nil }
                read += text.count
                last = (hole, text)
            }
            guard read <= Self.readLimit, let text = last?.text,
                hole.fill(&result, with: text), result.count <= limit
            else { return nil }
        }
        return result
    }

    /// Whether these are the request's bytes.
    package func gives(
        _ request: [UInt8], literals: [JSON], values: (Revision) throws -> EventValues?
    ) rethrows -> Bool {
        let found = try expanded(literals: literals, limit: request.count, values: values)
        return found?.count == request.count && found?.holds(request.indices, of: request) ?? false
    }

    /// The whole text that a hole is filled from.
    package static func text(
        of hole: Hole, _ literals: [JSON], _ values: (Revision) throws -> EventValues?
    ) rethrows -> [UInt8]? {
        guard hole.revision > 0 else {
            guard literals.indices.contains(hole.number) else { return nil }
            let literal = literals[hole.number]
            return hole.form == .written ? literal.bytes : literal.utf8
        }
        let values = try values(hole.revision)
        return hole.form == .written
            ? values?.written(hole.number).map { Array($0) } : values?.text(hole.number)
    }

    /// Every hole in order.
    package var holes: [Hole] {
        var found: [Hole] = []
        var index = 0
        while let mark = bytes[index...].firstIndex(of: Self.mark) {
            index = mark
            guard let hole = hole(at: &index) else { break }
            found.append(hole)
        }
        return found
    }

    func hole(at index: inout Int) -> Hole? {
        guard index + 1 < bytes.count, let form = Form(byte: bytes[index + 1]) else { return nil }
        index += 2
        guard let revision = varint(&index), let number = varint(&index),
            let length = varint(&index)
        else { return nil }
        guard length > 0 else {
            return Hole(revision: Revision(revision), number: number, form: form, part: nil)
        }
        guard let start = varint(&index), start <= 1 << 32, length <= 1 << 32 else { return nil }
        return Hole(
            revision: Revision(revision), number: number, form: form,
            part: start..<start + length - 1)
    }

    private func varint(_ index: inout Int) -> Int? {
        var value = 0
        for shift in stride(from: 0, to: 56, by: 7) where index < bytes.count {
            let byte = bytes[index]
            index += 1
            value |= Int(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        return nil
    }
}

extension RequestRecipe.Hole {
    /// Whether both are filled from one text, or from parts of it.
    package func isSameText(as other: Self) -> Bool {
        revision == other.revision && number == other.number
            && (form == .written) == (other.form == .written)
    }

    /// Appends what fills the hole; false where the text does not have that part.
    func fill(_ result: inout [UInt8], with text: [UInt8]) -> Bool {
        let part = form == .written ? 0..<text.count : part ?? 0..<text.count
        guard part.upperBound <= text.count else { return false }
        if case .string(let style) = form {
            style.encode(text, part, into: &result)
        } else {
            result.append(contentsOf: text[part])
        }
        return true
    }
}
