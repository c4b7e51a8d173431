import Foundation
import SessionStore
import Testing

@testable import SessionFormats

/// Transcripts that their tool compressed.
@Suite("Compressed transcripts")
struct CompressedTests {
    /// One line of a transcript.
    private static let line = #"{"type":"session_meta","payload":{"id":"c"}}"# + "\n"

    /// Zstandard frames that hold the bytes as they are (RFC 8878: raw blocks).
    private func frames(_ bytes: [UInt8], of size: Int) -> [UInt8] {
        stride(from: 0, to: bytes.count, by: size).flatMap { start -> [UInt8] in
            let part = bytes[start..<min(start + size, bytes.count)]
            let block = part.count << 3 | 1
            // Magic number, a header without a content size, a window of 128 KB, one raw block.
            return [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x38]
                + [0, 8, 16].map { UInt8(block >> $0 & 0xFF) } + part
        }
    }

    @Test(arguments: [7, 1000, 100_000])
    func `lines are read as they were before`(size: Int) throws {
        let scratch = try Scratch()
        let text = String(repeating: Self.line, count: 5000)
        let path = try scratch.file("a.jsonl.zst", frames(Array(text.utf8), of: size))
        var reader = try LineReader(path)
        defer { reader.close() }
        var lines = 0
        while let line = try reader.next() {
            #expect(line.bytes == Array(Self.line.utf8.dropLast()))
            lines += 1
        }
        #expect(lines == 5000)
    }

    @Test func `one that lay still goes on with the session it was imported to`() async throws {
        let scratch = try Scratch()
        let importer = TranscriptImport(to: .folder("\(scratch.path)/s"))
        let first = try await importer.run(Samples.rollout)
        let bytes = try [UInt8](Data(contentsOf: URL(filePath: Samples.rollout)))
        let name = URL(filePath: Samples.rollout).lastPathComponent + ".zst"
        let cold = try scratch.file(name, frames(bytes, of: 5000))
        let second = try await importer.run(cold)
        #expect(second.path == first.path && second.events == 0)
        let other = try await TranscriptImport(to: .folder("\(scratch.path)/t")).run(cold)
        let session = try await Session.open(other.path)
        let export = try TranscriptExport(session, as: .codex)
        #expect(try await export.fileName(stem: "x") == name.replacing(".zst", with: ""))
        try await session.close()
    }

    @Test func `what cannot be decompressed is an error and no other text`() throws {
        let scratch = try Scratch()
        var bytes = frames(Array(String(repeating: Self.line, count: 50).utf8), of: 300)
        bytes[309] ^= 0xFF
        var reader = try LineReader(scratch.file("a.zst", bytes))
        defer { reader.close() }
        #expect(throws: SessionError.self) { while try reader.next() != nil {} }
    }
}
