import Foundation
import SessionStore
import Testing

@testable import SessionFormats

@Suite("What stands between records")
struct RecordGapsTests {
    private static func record(_ number: Int) -> String {
        #"{"type":"user","uuid":"u\#(number)","sessionId":"s","#
            + #""timestamp":"2026-11-20T10:00:0\#(number % 10)Z","#
            + #""message":{"role":"user","content":"\#(number)"}}"#
    }

    private static let (a, b, c) = (record(1), record(2), record(3))

    private func export(_ path: String) async throws -> String {
        let session = try await Session.open(path, mode: .readOnly)
        var bytes: [UInt8] = []
        try await TranscriptExport(session, as: .claudeCode).run { file, piece in
            if file == nil { bytes += piece }
        }
        try await session.close()
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let texts = [
        "\(a)\n\(b)\n", "\(a)\n\(b)", "\(a)\r\n\(b)\r\n", "\(a)\r\n\(b)\n\(c)\r\n", "\(a)\(b)\n",
        "\(a) \t\(b)\n\n\n\(c)\n\n", "\n  \(a)\n", "\u{FEFF}\(a)\n\(b)\n", "\u{FEFF}\r\n\(a)\r\n",
        "\(a)\nno JSON {\n\(b)\n", "no JSON\r\n\(b)", "\(a)\n\(b)\n   ",
    ]

    @Test(arguments: texts)
    func `a file comes back byte for byte, whatever stands between its records`(
        text: String
    ) async throws {
        let scratch = try Scratch()
        let source = try scratch.file("x.jsonl", Array(text.utf8))
        let report = try await TranscriptImport(to: .folder(scratch.path)).run(source)
        #expect(try await export(report.path) == text)
        let again = try await TranscriptImport(to: .folder(scratch.path)).run(source)
        #expect(again.events == 0 && !again.isNew)
    }

    /// Cut behind each character, it is what its writer may have come to.
    @Test(arguments: texts)
    func `a file that grows comes back as it is in the end`(text: String) async throws {
        let scratch = try Scratch()
        var path: String?
        for end in stride(from: 150, to: text.utf8.count, by: 23) + [text.utf8.count] {
            let source = try scratch.file("x.jsonl", Array(text.utf8.prefix(end)))
            path = try await TranscriptImport(to: .file("\(scratch.path)/x.session")).run(source)
                .path
        }
        #expect(try await export(#require(path)) == text)
    }

    @Test func `what is appended begins a line of its own`() async throws {
        let scratch = try Scratch()
        let source = try scratch.file("x.jsonl", Array("\(Self.a)\r\n\(Self.b)".utf8))
        let report = try await TranscriptImport(to: .folder(scratch.path)).run(source)
        let session = try await Session.open(report.path)
        try await session.append([.prompt("more", by: .system)], to: .main, expecting: .any)
        try await session.close()
        let text = try await export(report.path)
        let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        #expect(lines.count == 4 && lines[0] == "\(Self.a)\r" && lines[1] == Self.b)
        #expect(lines[2].contains("more") && lines[3].isEmpty)
    }
}
