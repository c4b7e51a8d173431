import SessionStore
import Testing

@testable import SessionFormats

/// What is done for every format of records, with one that has nothing of its own.
@Suite("Formats of records")
struct RecordFormatTests {
    private static func line(_ id: Int, after: Int?, _ chat: String = "c") -> String {
        let parent = after.map { #""after":"\#($0)","# } ?? ""
        let who = id.isMultiple(of: 2) ? "model" : "user"
        return #"{"id":"\#(id)",\#(parent)"who":"\#(who)","text":"t\#(id)","chat":"\#(chat)"}"#
    }

    private func bring(_ path: String, to folder: String) async throws -> ImportReport {
        try await SmallestFormat.run(
            TranscriptImport(to: .folder(folder)), path, progress: nil)
    }

    private func export(_ path: String, at moment: Moment? = nil) async throws -> String {
        let session = try await Session.open(path, mode: .readOnly)
        var bytes: [UInt8] = []
        _ = try await RecordExporter<SmallestFormat>(session).export(at: moment, under: .own) {
            _, piece in
            bytes += piece
        }
        try await session.close()
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `a transcript grows, keeps a damaged line and comes back`() async throws {
        let scratch = try Scratch()
        let lines = [Self.line(1, after: nil), "{broken", Self.line(2, after: 1)]
        let first = try await bring(
            scratch.file("s", lines: lines), to: "\(scratch.path)/sessions")
        #expect(first.records == 3)
        #expect(first.damaged.map(\.line) == [2])
        let all = lines + [Self.line(3, after: 2), Self.line(4, after: 3)]
        let second = try await bring(
            scratch.file("s", lines: all), to: "\(scratch.path)/sessions")
        #expect(second.path == first.path)
        #expect(second.records == 2)
        #expect(try await export(second.path) == all.joined(separator: "\n") + "\n")
    }

    @Test func `a second prompt below a record begins a branch`() async throws {
        let scratch = try Scratch()
        let lines = [
            Self.line(1, after: nil), Self.line(2, after: 1), Self.line(3, after: 2),
            Self.line(4, after: 3), Self.line(5, after: 2),
        ]
        let report = try await bring(scratch.file("s", lines: lines), to: scratch.path)
        let session = try await Session.open(report.path, mode: .readOnly)
        #expect(try await session.branches().map(\.name) == ["rewound-1", "main"])
        #expect(try await session.preview(at: .head(of: .main)).prompts == 2)
        try await session.close()
    }

    @Test func `a fork that was gone on with comes home`() async throws {
        let scratch = try Scratch()
        let lines = [Self.line(1, after: nil), Self.line(2, after: 1)]
        let first = try await bring(scratch.file("s", lines: lines), to: scratch.path)
        let fork =
            lines.map { $0.replacing(#""c""#, with: #""d""#) } + [
                Self.line(3, after: 2, "d"), Self.line(4, after: 3, "d"),
            ]
        let second = try await bring(scratch.file("d", lines: fork), to: scratch.path)
        #expect(second.path == first.path)
        #expect(second.home == "fork-1")
        #expect(second.records == 2)
        let exported = try await export(first.path, at: .head(of: "fork-1"))
        #expect(exported == fork.joined(separator: "\n") + "\n")
    }
}
