import Foundation
import SessionStore
import Testing

@testable import SessionFormats

/// What every format keeps to: the suite runs over the table of formats, and a format without a
/// fixture fails it.
@Suite("Every format")
final class ConformanceTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func sessions(_ name: String = "sessions") -> String { "\(scratch.path)/\(name)" }

    private func importing(_ path: String, to folder: String = "sessions") async throws
        -> ImportReport
    {
        try await TranscriptImport(to: .folder(sessions(folder))).run(path)
    }

    private func looking<Result: Sendable>(
        at path: String, _ body: (Session) async throws -> Result
    ) async throws -> Result {
        let session = try await Session.open(path, mode: .readOnly)
        let result = try await body(session)
        for try await finding in session.verify() { Issue.record("\(finding)") }
        try await session.close()
        return result
    }

    /// What is said on the line of `main`.
    private func said(in path: String) async throws -> [String] {
        try await looking(at: path) { session in
            var texts: [String] = []
            for try await event in session.events(on: .main) {
                if let text = event.message?.text, !text.isEmpty { texts.append(text) }
            }
            return texts
        }
    }

    private func exported(_ path: String, as format: TranscriptFormat) async throws -> [UInt8] {
        try await looking(at: path) { session in
            var bytes: [UInt8] = []
            try await TranscriptExport(session, as: format).run { file, piece in
                if file == nil { bytes += piece }
            }
            return bytes
        }
    }

    // MARK: Recognising

    @Test func `how transcripts end is told once for each ending`() {
        let endings = TranscriptFormat.endings
        #expect(Set(endings).count == endings.count)
        let all = TranscriptFormat.all.flatMap { $0.importer?.endings ?? [] }
        #expect(Set(endings) == Set(all) && endings.contains("jsonl"))
    }

    @Test func `the names in the table are different, and each finds its format`() {
        let names = TranscriptFormat.all.map(\.name)
        #expect(Set(names).count == names.count)
        for format in TranscriptFormat.all {
            #expect(TranscriptFormat(name: format.name) == format)
            #expect(format.isRead || format.isWritten)
        }
    }

    @Test func `the records that a format keeps are read by the dialect of its name`() {
        for format in TranscriptFormat.all {
            guard let records = format.importer as? any RecordFormat.Type else { continue }
            #expect(records.dialect.rawValue == format.name)
            #expect(Dialect.known.contains(records.dialect), "\(format) has no reader")
        }
    }

    @Test func `there is a fixture for each format that is read, and for no other`() {
        #expect(Set(FormatFixture.all.map(\.format)) == Set(TranscriptFormat.read))
    }

    @Test(arguments: TranscriptFormat.read, ["x", "talk.txt", "X.JSON", "état 1.jsonl"])
    func `a transcript is known by what it holds, whatever its name`(
        format: TranscriptFormat, name: String
    ) async throws {
        let text = try FormatFixture.of(format).transcript(turns: 2)
        #expect(TranscriptFormat.detect(text) == format)
        let report = try await importing(try scratch.file(name, text))
        #expect(try await said(in: report.path) == FormatFixture.said(turns: 2))
    }

    @Test(arguments: TranscriptFormat.read)
    func `a transcript is of one format, also where its beginning is cut off or has a mark`(
        format: TranscriptFormat
    ) throws {
        let text = try FormatFixture.of(format).transcript(turns: 40)
        for beginning in [text, LineReader.byteOrderMark + text, Array(text.prefix(300))] {
            let found = TranscriptFormat.read.filter {
                $0.importer?.recognises(TranscriptBeginning(beginning)) ?? false
            }
            #expect(found == [format])
        }
    }

    // MARK: Lossless

    @Test(arguments: TranscriptFormat.read)
    func `what was said is in the session, each thing by whom and once`(
        format: TranscriptFormat
    ) async throws {
        let fixture = try FormatFixture.of(format)
        let path = try scratch.file("talk", fixture.transcript(turns: 3))
        let report = try await importing(path)
        #expect(try await said(in: report.path) == FormatFixture.said(turns: 3))
        try await looking(at: report.path) { session in
            let preview = try await session.preview(at: .head(of: .main))
            #expect(preview.prompts == 3)
            #expect(preview.responses == 3)
        }
    }

    @Test(arguments: FormatFixture.lossless, ["\n", "\r\n", "\n\n", " \t\n"])
    func `an export gives back the bytes that were imported`(
        format: TranscriptFormat, end: String
    ) async throws {
        let fixture = try FormatFixture.of(format)
        let lines = fixture.lines(turns: 3)
        let text = fixture.join(lines, end: end)
        let cut = Array(text.dropLast(end.utf8.count))
        for (number, bytes) in [text, cut, LineReader.byteOrderMark + text].enumerated() {
            let path = try scratch.file("talk-\(number)", bytes)
            let report = try await importing(path, to: "\(number)")
            #expect(try await exported(report.path, as: format) == bytes)
        }
    }

    @Test(arguments: TranscriptFormat.read.filter { $0.isWritten && $0.convertsOwn })
    func `what is written of a session of ours is known and read again`(
        format: TranscriptFormat
    ) async throws {
        let path = sessions("ours.session")
        let session = try await Session.create(at: path, title: "Ours")
        for number in 0..<3 {
            try await session.append(
                [
                    .prompt(FormatFixture.question(number), by: .user("ana")),
                    .response(FormatFixture.answer(number), by: .model("m")),
                ], to: .main, expecting: .any)
        }
        try await session.close()
        let text = try await exported(path, as: format)
        #expect(TranscriptFormat.detect(text) == format)
        let report = try await importing(try scratch.file("again", text))
        #expect(try await said(in: report.path) == FormatFixture.said(turns: 3))
    }

    @Test(arguments: TranscriptFormat.written)
    func `an export has a plain name of its own`(format: TranscriptFormat) async throws {
        let session = try await Session.inMemory()
        let name = try await TranscriptExport(session, as: format).fileName(stem: "talk")
        #expect(!name.isEmpty && !name.contains("/") && !name.hasPrefix("."))
        try await session.close()
    }

    // MARK: Incremental

    @Test(arguments: TranscriptFormat.read)
    func `the same transcript again adds nothing to its session`(
        format: TranscriptFormat
    ) async throws {
        let fixture = try FormatFixture.of(format)
        let path = try scratch.file("talk", fixture.transcript(turns: 3))
        let first = try await importing(path)
        let before = try Data(contentsOf: URL(fileURLWithPath: first.path))
        let again = try await importing(path)
        #expect((again.path == first.path) == fixture.isContinued)
        #expect(again.isNew == !fixture.isContinued)
        if fixture.isContinued { #expect(again.events == 0 && again.records == 0) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: first.path)) == before)
    }

    @Test(arguments: FormatFixture.continued)
    func `a transcript that has grown adds what is new, wherever it was cut before`(
        format: TranscriptFormat
    ) async throws {
        let fixture = try FormatFixture.of(format)
        let text = fixture.transcript(turns: 4)
        let count = fixture.lines(turns: 4).count
        for cut in [text.count / 4, text.count / 2, text.count - 1] {
            let folder = "cut-\(cut)"
            let path = try scratch.file("talk", Array(text.prefix(cut)))
            let first = try await importing(path, to: folder)
            let second = try await importing(try scratch.file("talk", text), to: folder)
            #expect(second.path == first.path)
            #expect(first.records + second.records == count)
            #expect(try await said(in: second.path) == FormatFixture.said(turns: 4))
            #expect(try await exported(second.path, as: format) == text)
        }
    }

    // MARK: Damaged lines

    @Test(arguments: TranscriptFormat.read, [#"{"broken": "#, "no JSON", "\u{0}\u{1}"])
    func `a line that cannot be read is named, and the rest is imported`(
        format: TranscriptFormat, broken: String
    ) async throws {
        let fixture = try FormatFixture.of(format)
        var lines = fixture.lines(turns: 3)
        lines.insert(broken, at: 3)
        let text = fixture.join(lines)
        let path = try scratch.file("talk", text)
        guard fixture.keepsDamage else {
            let error = await #expect(throws: SessionError.self) { try await importing(path) }
            #expect(error?.message.contains("line 4") == true)
            #expect(!FileManager.default.fileExists(atPath: "\(sessions())/talk.session"))
            return
        }
        let report = try await importing(path)
        #expect(report.damaged.map(\.line) == [4])
        #expect(report.damaged.map(\.file) == ["talk"])
        #expect(try await said(in: report.path) == FormatFixture.said(turns: 3))
        if fixture.isLossless { #expect(try await exported(report.path, as: format) == text) }
        #expect(try await importing(path).events == 0)
    }
}
