import Foundation
import SessionStore
import Testing

@testable import SessionFormats

@Suite struct ReadingTests {
    @Test(arguments: [1, 2, 3, 7, 1000])
    func `lines are the same whatever the chunks`(size: Int) throws {
        let scratch = try Scratch()
        let path = try scratch.file("x", Array("a\n\nbcd\r\n\u{E9}\nend".utf8))
        var reader = try LineReader(path, chunkSize: size)
        defer { reader.close() }
        var lines: [String] = []
        while let line = try reader.next() {
            lines.append("\(line.number):\(String(decoding: line.bytes, as: UTF8.self))")
            #expect(line.isTerminated == (line.number < 5))
        }
        #expect(lines == ["1:a", "2:", "3:bcd\r", "4:\u{E9}", "5:end"])
    }

    @Test func `a skipped beginning counts its lines`() throws {
        let scratch = try Scratch()
        var reader = try LineReader(try scratch.file("x", Array("a\nb\nc\n".utf8)), chunkSize: 2)
        defer { reader.close() }
        var skipped: [UInt8] = []
        #expect(try reader.skip(4) { skipped += $0 } == 4)
        #expect(skipped == Array("a\nb\n".utf8))
        let line = try reader.next()
        #expect(line?.number == 3)
        #expect(line?.bytes == [UInt8(ascii: "c")])
    }

    @Test func `a transcripts format is told by its beginning`() throws {
        try expectClaudeCode(Samples.sample)
    }

    @Test(.withRealTranscripts, arguments: Samples.real)
    func `so is that of a real one`(path: String) throws { try expectClaudeCode(path) }

    private func expectClaudeCode(_ path: String) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)).prefix(4096))
        #expect(TranscriptFormat.detect(bytes) == .claudeCode)
    }

    @Test func `other beginnings are told apart`() {
        #expect(
            TranscriptFormat.detect(Array(#"{"specversion":"1.0","type":"a.b"}"#.utf8))
                == .cloudEvents)
        for text in ["", "hello", "[1]", #"{"mapping":{}}"#, "\u{0}\u{1}"] {
            #expect(TranscriptFormat.detect(Array(text.utf8)) == nil)
        }
    }
}
