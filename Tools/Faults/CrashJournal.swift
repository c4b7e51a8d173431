import Foundation

/// What a program did to its session files, step by step, as `Tools/PowerCut` wrote it down.
struct CrashJournal {
    enum Step {
        /// A file that was made, or was there already and is opened for the first time.
        case create(file: Int, path: String)
        case open(file: Int, path: String, content: Range<Int>)
        case write(file: Int, offset: Int, bytes: Range<Int>)
        case truncate(file: Int, size: Int)
        case sync(file: Int)
        case folder(String)
        case name(file: Int, path: String)
        case unname(String)
        case mark(String)
    }

    let steps: [Step]
    /// The journal itself, which the ranges above lie in.
    let bytes: Data

    /// Lines of words; behind one that ends with a size stand so many bytes.
    init(contentsOf path: String) throws {
        bytes = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
        var steps: [Step] = []
        var index = bytes.startIndex
        while let end = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) {
            let line = String(decoding: bytes[index..<end], as: UTF8.self)
            index = end + 1
            let step = try Self.step(line, &index)
            steps.append(step)
        }
        self.steps = steps
    }

    private struct Unreadable: Error { let line: String }

    private static func step(_ line: String, _ index: inout Int) throws -> Step {
        let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count > 1 else { throw Unreadable(line: line) }
        func rest(_ word: Int) -> String { words[word...].joined(separator: " ") }
        func number(_ text: Substring) throws -> Int {
            guard let number = Int(text) else { throw Unreadable(line: line) }
            return number
        }
        /// The word before the size, and the bytes behind the line.
        func sized() throws -> (String, Range<Int>) {
            guard let space = words[2].lastIndex(of: " ") else { throw Unreadable(line: line) }
            let size = try number(words[2][words[2].index(after: space)...])
            defer { index += size }
            return (String(words[2][..<space]), index..<index + size)
        }
        switch words[0] {
        case "create": return try .create(file: number(words[1]), path: rest(2))
        case "open":
            let (path, content) = try sized()
            return try .open(file: number(words[1]), path: path, content: content)
        case "write":
            let (offset, bytes) = try sized()
            return try .write(file: number(words[1]), offset: number(offset[...]), bytes: bytes)
        case "truncate": return try .truncate(file: number(words[1]), size: number(words[2]))
        case "sync": return try .sync(file: number(words[1]))
        case "folder": return .folder(rest(1))
        case "name": return try .name(file: number(words[1]), path: rest(2))
        case "unname": return .unname(rest(2))
        case "mark": return .mark(rest(1))
        default: throw Unreadable(line: line)
        }
    }
}
