import Foundation
import SessionStore

/// Reads a file line by line, in chunks, so that a transcript of any size takes little memory.
struct LineReader {
    /// One line without its line break.
    struct Line {
        /// A byte order mark, which may stand before the first line and is no part of it.
        var mark: [UInt8] = []
        var bytes: [UInt8]
        /// Counted from 1.
        var number: Int
        /// Whether a line break follows: the last line of a growing file may be unfinished.
        var isTerminated: Bool
    }

    /// The longest line that is read, 256 MB: no event is larger.
    static let longestLine = 256 << 20

    let path: String
    private var file: ByteSource
    private let chunkSize: Int
    private var buffer: [UInt8] = []
    private var start = 0
    private var number = 1
    private var isAtEnd = false

    init(_ path: String, chunkSize: Int = 1 << 18) throws(SessionError) {
        file = try ByteSource(path)
        self.path = path
        self.chunkSize = chunkSize
    }

    func close() { file.close() }

    /// Bytes of a file; 0 where there is none.
    static func size(of path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.intValue ?? 0
    }

    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The next line, or nil at the end. An empty last line is no line.
    mutating func next() throws -> Line? {
        guard var line = try nextLine() else { return nil }
        if line.number == 1, line.bytes.starts(with: Self.byteOrderMark) {
            line.mark = Self.byteOrderMark
            line.bytes.removeFirst(Self.byteOrderMark.count)
        }
        return line
    }

    private mutating func nextLine() throws -> Line? {
        var searched = start
        while true {
            if let end = Self.lineBreak(in: buffer, from: searched) {
                defer {
                    start = end + 1
                    number += 1
                }
                return Line(bytes: Array(buffer[start..<end]), number: number, isTerminated: true)
            }
            searched = buffer.count - start
            guard try fill() else { break }
        }
        guard start < buffer.count else { return nil }
        defer { start = buffer.count }
        return Line(bytes: Array(buffer[start...]), number: number, isTerminated: false)
    }

    /// Reads and hands over the next bytes, at most `count` in all; the rest of the file follows as
    /// lines. For hashing what an earlier import has consumed.
    mutating func skip(_ count: Int, _ body: ([UInt8]) -> Void) throws -> Int {
        var left = count
        while left > 0 {
            if start == buffer.count, try !fill() { break }
            let piece = Array(buffer[start..<min(buffer.count, start + left)])
            start += piece.count
            left -= piece.count
            number += piece.count { $0 == 0x0A }
            body(piece)
        }
        return count - left
    }

    /// The bytes that are at hand without reading on.
    mutating func peek() throws -> ArraySlice<UInt8> {
        if start == buffer.count { _ = try fill() }
        return buffer[start...]
    }

    private mutating func fill() throws -> Bool {
        guard !isAtEnd else { return false }
        if start > 0 {
            buffer.removeFirst(start)
            start = 0
        }
        guard buffer.count <= Self.longestLine else {
            throw SessionError(
                .eventTooLarge, "Line \(number) of \(path) is longer than 256 MB",
                hint: "Cut the line out of the transcript and import it again.")
        }
        let chunk = try file.read(upToCount: max(chunkSize, buffer.count))
        guard !chunk.isEmpty else {
            isAtEnd = true
            return false
        }
        buffer.append(contentsOf: chunk)
        return true
    }

    private static func lineBreak(in bytes: [UInt8], from start: Int) -> Int? {
        var index = start
        while index < bytes.count {
            if bytes[index] == 0x0A { return index }
            index += 1
        }
        return nil
    }
}
