import Foundation
import SessionStore

/// Reads a part of a file in chunks, forward, with what is at hand as bytes.
struct FileSlice {
    let path: String
    private let file: FileHandle
    /// Bytes that are still to be read of the part.
    private var left: Int
    /// What was read and not let go.
    private(set) var bytes: [UInt8] = []
    /// Where `bytes` begins in the file.
    private(set) var offset: Int

    private static let chunk = 1 << 18

    init(_ path: String, from offset: Int = 0, count: Int? = nil) throws {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw SessionError(
                .fileNotFound, "\(path) cannot be read", hint: "Check the path and its permissions."
            )
        }
        (self.path, self.file, self.offset) = (path, file, offset)
        left = count ?? .max
        if offset > 0 { try file.seek(toOffset: UInt64(offset)) }
    }

    func close() { try? file.close() }

    /// Reads on; a value that does not end needs more and more.
    ///
    /// - Returns: false at the end of the part.
    mutating func fill() throws -> Bool {
        let count = min(left, max(Self.chunk, bytes.count))
        guard count > 0 else { return false }
        guard bytes.count <= LineReader.longestLine else {
            throw SessionError(
                .eventTooLarge, "a value at byte \(offset) of \(path) is longer than 256 MB",
                hint: "Cut it out of the document and import that again.")
        }
        guard let chunk = try file.read(upToCount: count), !chunk.isEmpty else {
            left = 0
            return false
        }
        left -= chunk.count
        bytes.append(contentsOf: chunk)
        return true
    }

    /// Lets the first bytes go.
    mutating func drop(_ count: Int) {
        bytes.removeFirst(count)
        offset += count
    }

    /// Bytes that stand anywhere in the file.
    func read(at place: Range<Int>) throws -> [UInt8] {
        try file.seek(toOffset: UInt64(place.lowerBound))
        return Array(try file.read(upToCount: place.count) ?? Data())
    }
}
