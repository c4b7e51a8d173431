internal import JSONText
import SessionStore

/// Where in a document the values stand that become records.
struct DocumentShape: Sendable {
    /// Paths of keys: `*` for any place in an array, `**` for any key.
    let records: [[String]]
    /// Which part of such a value is the record, and what the rest of it says of that; nil: all.
    var part: @Sendable (JSON) -> (record: Range<Int>?, link: RecordLink) = { value in
        (value.range, RecordLink())
    }

    enum Step {
        /// The value is a record.
        case record
        /// Records stand in it.
        case descend
        /// It stays between the records.
        case pass
    }

    func step(at path: [String]) -> Step {
        var descends = path.isEmpty
        for pattern in records where pattern.count >= path.count {
            let fits = zip(pattern, path).allSatisfy { $0 == $1 || $0 == "**" && $1 != "*" }
            guard fits else { continue }
            if pattern.count == path.count { return .record }
            descends = true
        }
        return descends ? .descend : .pass
    }
}

/// What the beginning of a document shows: which members there are, at which places.
struct DocumentOutline {
    /// Paths of members, `*` for a place in an array: `messages/*/role`.
    private(set) var paths: Set<String> = []
    /// The first text at each path.
    private(set) var texts: [String: String] = [:]
    /// Bytes of the value, as far as it is there.
    private(set) var end = 0
    /// Whether the value ends within what was given.
    private(set) var isWhole = false

    private static let depthLimit = 6

    init(_ bytes: [UInt8]) {
        var scanner = JSONScanner(bytes, from: 0, to: bytes.count)
        isWhole = walk(&scanner, [])
        end = scanner.index
    }

    func has(_ path: String) -> Bool { paths.contains(path) }

    private mutating func walk(_ scanner: inout JSONScanner, _ path: [String]) -> Bool {
        scanner.skipSpace()
        guard scanner.index < scanner.bytes.count, path.count <= Self.depthLimit else {
            return path.count > Self.depthLimit && scanner.skipValue() != nil
        }
        switch scanner.bytes[scanner.index] {
        case UInt8(ascii: "{"):
            scanner.advance()
            while let key = scanner.nextKey() {
                let name = JSON(source: scanner.bytes, range: key).string ?? ""
                note(path + [name])
                guard walk(&scanner, path + [name]) else { return false }
                if !scanner.skipComma() { break }
            }
            return close(&scanner, UInt8(ascii: "}"))
        case UInt8(ascii: "["):
            scanner.advance()
            scanner.skipSpace()
            if close(&scanner, UInt8(ascii: "]")) { return true }
            repeat {
                note(path + ["*"])
                guard walk(&scanner, path + ["*"]) else { return false }
            } while scanner.skipComma()
            return close(&scanner, UInt8(ascii: "]"))
        default:
            guard let range = scanner.skipValue() else { return false }
            let name = path.joined(separator: "/")
            if texts[name] == nil, let text = JSON(source: scanner.bytes, range: range).string {
                texts[name] = text
            }
            return true
        }
    }

    private mutating func note(_ path: [String]) { paths.insert(path.joined(separator: "/")) }

    private func close(_ scanner: inout JSONScanner, _ bracket: UInt8) -> Bool {
        scanner.skipSpace()
        guard scanner.index < scanner.bytes.count, scanner.bytes[scanner.index] == bracket else {
            return false
        }
        scanner.advance()
        return true
    }
}
