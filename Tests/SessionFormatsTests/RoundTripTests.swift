import Foundation
import SessionStore
import Testing

@testable import SessionFormats

/// Transcripts through real session files and back.
@Suite struct RoundTripTests {
    func export(_ path: String, at moment: Moment? = nil) async throws -> [String: [UInt8]] {
        let session = try await Session.open(path, mode: .readOnly)
        var files: [String: [UInt8]] = [:]
        try await TranscriptExport(session, as: .claudeCode).run(at: moment) { file, line in
            files[file ?? "", default: []] += line
        }
        try await session.close()
        return files
    }

    @Test func `the sample comes back byte for byte with its subagents file`() async throws {
        let scratch = try Scratch()
        let report = try await TranscriptImport(to: .folder(scratch.path)).run(Samples.sample)
        #expect(report.isNew)
        #expect(report.path == "\(scratch.path)/sample.session")
        let files = try await export(report.path)
        let subagent = Samples.folder.appendingPathComponent("sample/\(Samples.subagent)")
        #expect(files[""] == [UInt8](try Data(contentsOf: URL(fileURLWithPath: Samples.sample))))
        #expect(files[Samples.subagent] == [UInt8](try Data(contentsOf: subagent)))
        #expect(files[ClaudeCode.metaName(beside: Samples.subagent) ?? ""]?.isEmpty == false)
        #expect(files.count == 3)
    }

    @Test(.withRealTranscripts, arguments: Samples.real)
    func `a real transcript comes back byte for byte`(path: String) async throws {
        let scratch = try Scratch()
        let report = try await TranscriptImport(to: .folder(scratch.path)).run(path)
        let exported = try await export(report.path)
        #expect(exported[""] == [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
    }

    @Test(.withRealTranscripts, arguments: Samples.real)
    func `a file that is pointed at has the content that its tool reported`(path: String)
        async throws
    {
        let scratch = try Scratch()
        let report = try await TranscriptImport(to: .folder(scratch.path)).run(path)
        let session = try await Session.open(report.path, mode: .readOnly)
        for branch in try await session.branches() {
            for file in try await session.files(at: .head(of: branch.name)) {
                let content = try await session.content(of: file.path, at: .head(of: branch.name))
                #expect(file.size == nil || content.count == file.size)
            }
        }
        for try await finding in session.verify() {
            Issue.record("\(finding)")
        }
        try await session.close()
    }

    @Test func `the samples files have their content at every moment`() async throws {
        let scratch = try Scratch()
        let report = try await TranscriptImport(to: .folder(scratch.path)).run(Samples.sample)
        let session = try await Session.open(report.path, mode: .readOnly)
        func text(_ path: String, _ moment: Moment) async throws -> String {
            String(
                decoding: try await session.content(of: "/home/ana/tidycsv/\(path)", at: moment),
                as: UTF8.self)
        }
        #expect(try await text("README.md", .head(of: .main)).contains("## Quoting"))
        #expect(try await text("tidycsv/reader.py", .head(of: .main)).contains("parse_record"))
        #expect(try await text("tidycsv/reader.py", .head(of: "rewound-1")).contains("re.sub"))
        #expect(!(try await text("tidycsv/reader.py", .head(of: .main)).contains("re.sub")))
        #expect(try await text("tidycsv/summary.py", .head(of: .main)).contains("parse_record"))
        #expect(
            try await text("tidycsv/summary.py", .head(of: "agent-7c41e9")).contains("parse_line"))
        let preview = try await session.preview(at: .head(of: .main))
        #expect(preview.title == "Quoted fields in tidycsv")
        try await session.close()
    }

    @Test func `a grown transcript is added to its session and the same one adds nothing`()
        async throws
    {
        let scratch = try Scratch()
        let lines = try Samples.lines(of: Samples.sample)
        let importer = TranscriptImport(to: .folder("\(scratch.path)/sessions"))
        let part = try scratch.file("sample.jsonl", ClaudeCodeImportTests.join(lines.prefix(30)))
        let first = try await importer.run(part)
        let whole = try scratch.file("other-name.jsonl", ClaudeCodeImportTests.join(lines))
        let second = try await importer.run(whole)
        #expect(second.path == first.path)
        #expect(!second.isNew)
        #expect(second.records == lines.count - 30)
        #expect(try await importer.run(whole).events == 0)
        #expect(try await importer.run(part).events == 0)
        #expect(try await export(first.path)[""] == ClaudeCodeImportTests.join(lines))
    }

    @Test func `a transcript that changed is refused and can be imported again`() async throws {
        let scratch = try Scratch()
        var lines = try Samples.lines(of: Samples.sample)
        var importer = TranscriptImport(to: .folder(scratch.path))
        let path = try scratch.file("s.jsonl", ClaudeCodeImportTests.join(lines))
        _ = try await importer.run(path)
        lines[4] = Array(Line.prompt("other", below: nil).utf8)
        _ = try scratch.file("s.jsonl", ClaudeCodeImportTests.join(lines))
        let error = await #expect(throws: SessionError.self) { try await importer.run(path) }
        #expect(error?.code == .transcriptChanged)
        importer.isFresh = true
        let again = try await importer.run(path)
        #expect(again.path == "\(scratch.path)/s-2.session")
    }

    @Test func `a failed import leaves nothing behind`() async throws {
        let scratch = try Scratch()
        let path = try scratch.file("s.jsonl", lines: ["{\"type\":1}", "no transcript"])
        let target = "\(scratch.path)/out"
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        let importer = TranscriptImport(to: .folder(target))
        let error = await #expect(throws: SessionError.self) { try await importer.run(path) }
        #expect(error?.code == .unknownFormat)
        #expect(try FileManager.default.contentsOfDirectory(atPath: target).isEmpty)
    }

    @Test func `what was appended later becomes records`() async throws {
        let scratch = try Scratch()
        let report = try await TranscriptImport(to: .folder(scratch.path)).run(Samples.sample)
        let session = try await Session.open(report.path)
        try await session.append(
            [
                .prompt("and now?", by: .user("ana")),
                .toolCall("Bash", arguments: ["command": "ls"], id: "t1", by: .model("m")),
                .toolResult("a.txt", of: "Bash", id: "t1"),
                .response("done", by: .model("m"), usage: TokenUsage(input: 3, output: 4)),
                .setting("theme", "dark", by: .system),
            ], to: .main, expecting: .any)
        var bytes: [UInt8] = []
        let result = try await TranscriptExport(session, as: .claudeCode).run { file, piece in
            if file == nil { bytes += piece }
        }
        try await session.close()
        let lines = try bytes.split(separator: 0x0A).map { try JSON(validating: Array($0)) }
        #expect(result.converted == 4)
        #expect(result.leftOut == ["setting.changed": 1])
        let added = lines.suffix(4)
        #expect(added.map { $0["type"]?.string } == ["user", "assistant", "user", "assistant"])
        let ids = lines.compactMap { $0["uuid"]?.string }
        for (index, record) in added.enumerated() {
            #expect(record["parentUuid"]?.string == ids[ids.count - 5 + index])
            #expect(record["sessionId"]?.string == "5f0c2a7e-31d4-4b6f-9a58-c2f1d0e4b713")
        }
        #expect(Set(ids).count == ids.count)
    }

    @Test func `a line up to a moment is exported alone`() async throws {
        let scratch = try Scratch()
        let report = try await TranscriptImport(to: .folder(scratch.path)).run(Samples.sample)
        let files = try await export(report.path, at: .head(of: "rewound-1"))
        #expect(files.count == 1)
        let lines = files[""]?.split(separator: 0x0A).map { Array($0) } ?? []
        #expect(lines == Array(try Samples.lines(of: Samples.sample).prefix(lines.count)))
    }
}
