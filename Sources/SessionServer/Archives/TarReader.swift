internal import Foundation
internal import SessionStore

/// Reads an archive that somebody sent, file by file. Whatever is no regular file is passed over.
struct TarReader {
    /// A regular file: its bytes come next.
    struct Entry {
        let path: String
        let size: Int
    }

    private let handle: FileHandle
    /// Bytes of the current file that nobody took, and of what fills its last block.
    private var left = 0
    private var fill = 0

    /// Bytes that extended records may have; some hundred are usual.
    private static let recordLimit = 1 << 20

    init(_ handle: FileHandle) { self.handle = handle }

    /// The next file.
    ///
    /// - Returns: nil at the end.
    /// - Throws: 400 where it is no archive, or was cut.
    mutating func next() throws -> Entry? {
        var records: [String: String] = [:]
        while true {
            try skip(left + fill)
            (left, fill) = (0, 0)
            guard let header = try header() else { return nil }
            let size = try records["size"].map { try Self.number($0, radix: 10) } ?? header.size
            (left, fill) = (size, Tar.padding(after: size).count)
            switch header.type {
            case "x":
                guard size <= Self.recordLimit else { throw Self.damaged }
                records = try Self.records(try take(size))
            case "0", "\u{0}":
                return Entry(path: records["path"] ?? header.path, size: size)
            default: records = [:]
            }
        }
    }

    /// Writes the current file's bytes elsewhere.
    mutating func copy(to file: FileHandle) throws {
        while left > 0 {
            try file.write(contentsOf: try take(min(left, 1 << 18)))
        }
    }

    // MARK: Headers

    private struct Header {
        let path: String
        let size: Int
        let type: Character
    }

    /// - Returns: nil at the end of the archive: a block of zeros.
    private func header() throws -> Header? {
        guard let block = try handle.read(upToCount: Tar.block).map(Array.init),
            block.count == Tar.block
        else { throw Self.damaged }
        if block.allSatisfy({ $0 == 0 }) { return nil }
        guard try Self.number(Self.text(block[148..<156]), radix: 8) == Tar.checksum(block) else {
            throw Self.damaged
        }
        let (name, prefix) = (Self.text(block[0..<100]), Self.text(block[345..<500]))
        return Header(
            path: prefix.isEmpty ? name : "\(prefix)/\(name)",
            size: try Self.number(Self.text(block[124..<136]), radix: 8),
            type: Character(Unicode.Scalar(block[156])))
    }

    private static func text(_ field: ArraySlice<UInt8>) -> String {
        String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
    }

    private static func number(_ text: String, radix: Int) throws -> Int {
        let digits = text.trimmingCharacters(in: .whitespaces)
        // As many as a file can have bytes, so that sums of them do not overflow.
        guard let number = Int(digits.isEmpty ? "0" : digits, radix: radix),
            (0...1 << 50).contains(number)
        else { throw damaged }
        return number
    }

    private static func records(_ bytes: Data) throws -> [String: String] {
        var (rest, records) = (Array(bytes)[...], [String: String]())
        while let space = rest.firstIndex(of: 0x20) {
            let length = try number(
                String(decoding: rest[..<space], as: UTF8.self), radix: 10)
            guard length > space - rest.startIndex, length <= rest.count else { throw damaged }
            let record = rest[(space + 1)..<(rest.startIndex + length)]
            guard let equals = record.firstIndex(of: UInt8(ascii: "=")), record.last == 0x0A else {
                throw damaged
            }
            records[String(decoding: record[..<equals], as: UTF8.self)] = String(
                decoding: record[(equals + 1)...].dropLast(), as: UTF8.self)
            rest = rest.dropFirst(length)
        }
        return records
    }

    // MARK: Bytes

    private mutating func take(_ count: Int) throws -> Data {
        let data = try handle.read(upToCount: count) ?? Data()
        guard data.count == count else { throw Self.damaged }
        left -= count
        return data
    }

    private func skip(_ count: Int) throws {
        let (place, end) = (try handle.offset(), try handle.seekToEnd())
        guard UInt64(count) <= end - place else { throw Self.damaged }
        try handle.seek(toOffset: place + UInt64(count))
    }

    private static var damaged: Problem {
        .invalid(
            "the body is no tar archive, or was cut",
            hint: "Send what GET /api/projects/{project}/export gave, as it is.")
    }
}
