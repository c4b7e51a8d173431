import Foundation
import SessionStore
import Testing

@testable import SessionFormats

/// Rollouts of Codex as sessions.
@Suite("Codex")
final class CodexTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func importing(_ path: String) async throws -> Session {
        let report = try await TranscriptImport(to: .folder("\(scratch.path)/s")).run(path)
        #expect(report.damaged.isEmpty)
        return try await Session.open(report.path)
    }

    private func export(_ session: Session) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        try await TranscriptExport(session, as: .codex).run { _, piece in bytes += piece }
        return bytes
    }

    @Test func `items are said once, and what repeats them is kept as it is`() async throws {
        let session = try await importing(Samples.rollout)
        var counts: [EventKind: Int] = [:]
        for try await event in session.events(on: .main) { counts[event.kind, default: 0] += 1 }
        #expect(counts[.promptSubmitted] == 3)
        #expect(counts[.toolCalled] == 7)
        #expect(counts[.toolReturned] == 6)
        #expect(counts[.responseFailed] == 1)
        let preview = try await session.preview(at: .head(of: .main))
        #expect(preview.title == "A bell for the tower")
        #expect(preview.models == ["gpt-5.1-codex", "gpt-5.1-codex-max"])
        let file = try Data(contentsOf: URL(filePath: Samples.rollout))
        #expect(try await export(session) == [UInt8](file))
        try await session.close()
    }

    @Test func `tokens are counted once, without those from the cache`() async throws {
        let session = try await importing(Samples.rollout)
        let tokens = try await session.preview(at: .head(of: .main)).tokens
        #expect(tokens == TokenUsage(input: 8000, output: 598, cacheRead: 23_100))
        var fold = UsageFold()
        for try await event in session.events(on: .main) { fold.apply(event) }
        #expect(fold.usage.requests.reduce(0) { $0 + $1.answered } == 6)
        try await session.close()
    }

    @Test func `patches become states of files, and what they do not tell is unknown`()
        async throws
    {
        let session = try await importing(Samples.rollout)
        let files = try await session.files(at: .head(of: .main))
        #expect(files.map(\.path) == ["/home/ana/bells/README.md", "/home/ana/bells/tower.py"])
        #expect(files[0].size == nil && files[0].change.unknown != nil)
        let tower = try await session.content(of: files[1].path, at: .head(of: .main))
        #expect(
            String(decoding: tower, as: UTF8.self) == """
                def ring(hours: int):
                    for hour in range(hours):
                        print("dong" if hour == 11 else "ding")

                """)
        let early = try Moment("main~2")
        let bell = try await session.content(of: "/home/ana/bells/bell.py", at: early)
        #expect(String(decoding: bell, as: UTF8.self).contains("print(\"ding\")\n"))
        try await session.close()
    }

    @Test func `prompts that were taken back are on a branch of their own`() async throws {
        let session = try await importing(Samples.rollout)
        func last(_ branch: BranchName) async throws -> [String] {
            var texts: [String] = []
            for try await event in session.events(on: branch)
            where event.kind == .promptSubmitted || event.kind == .responseReceived {
                if let text = event.message?.text, !text.isEmpty { texts.append(text) }
            }
            return texts.suffix(2)
        }
        #expect(try await last(.main) == ["Make it softer.", "softer."])
        #expect(try await last("rewound-1") == ["Make it louder.", "LOUDER."])
        try await session.close()
    }

    @Test func `a rollout that was cut anywhere becomes the same session`() async throws {
        let lines = try Samples.lines(of: Samples.rollout)
        let whole = try await importing(Samples.rollout)
        var expected: [String] = []
        for try await event in whole.allEvents() { expected += Self.told(event) }
        try await whole.close()
        for cut in stride(from: 1, to: lines.count, by: 7) {
            let folder = "\(scratch.path)/\(cut)"
            let part = try scratch.file(
                "part-\(cut)", ClaudeCodeImportTests.join(lines.prefix(cut)))
            let importer = TranscriptImport(to: .folder(folder))
            let first = try await importer.run(part)
            let second = try await importer.run(Samples.rollout)
            #expect(second.path == first.path && second.records == lines.count - cut)
            let session = try await Session.open(second.path, mode: .readOnly)
            var found: [String] = []
            for try await event in session.allEvents() { found += Self.told(event) }
            try await session.close()
            #expect(found.sorted() == expected.sorted(), "cut behind line \(cut)")
        }
    }

    /// What is the same however often an import was cut: neither marks nor names of branches.
    private static func told(_ event: Event) -> [String] {
        let isMark = event.subject.map { $0.hasPrefix("import") } ?? false
        let isNaming = event.branch == nil || event.kind == .sessionCreated
        guard !isMark, !isNaming else { return [] }
        let content = event.content.map { "\($0.count)" } ?? "-"
        let body = String(decoding: event.body.bytes, as: UTF8.self)
        return ["\(event.kind) \(event.subject ?? "-") \(event.actor) \(content) \(body)"]
    }

    @Test func `older items without an envelope are read`() async throws {
        let path = try scratch.file(
            "rollout-old.jsonl",
            lines: [
                #"{"id":"7c1f","timestamp":"2025-05-07T17:24:21.123Z","instructions":null}"#,
                #"{"record_type":"state"}"#,
                #"{"type":"message","role":"user","content":[{"type":"input_text","text":"Hi"}]}"#,
                #"{"type":"reasoning","id":"rs_1","summary":[]}"#,
                #"{"type":"function_call","id":"fc_1","name":"shell","arguments":"{\"command\":"#
                    + #"[\"ls\"]}","call_id":"call_1"}"#,
                #"{"type":"function_call_output","call_id":"call_1","output":"{\"output\":\"no\","#
                    + #"\"metadata\":{\"exit_code\":2}}"}"#,
                #"{"type":"message","role":"assistant","content":[{"type":"output_text","#
                    + #""text":"Hello."}]}"#,
            ])
        let session = try await importing(path)
        let preview = try await session.preview(at: .head(of: .main))
        #expect(preview.prompts == 1 && preview.responses == 1 && preview.toolCalls == 1)
        var errors: [Bool] = []
        for try await event in session.events(on: .main) {
            for case .toolResult(_, _, let isError) in event.message?.parts ?? [] {
                errors.append(isError)
            }
        }
        #expect(errors == [true])
        #expect(try await export(session) == [UInt8](Data(contentsOf: URL(filePath: path))))
        try await session.close()
    }

    @Test(.withTranscripts(Samples.realRollouts), arguments: Samples.realRollouts)
    func `a real rollout comes back byte for byte`(path: String) async throws {
        let session = try await importing(path)
        #expect(try await export(session) == [UInt8](Data(contentsOf: URL(filePath: path))))
        for try await finding in session.verify() { Issue.record("\(finding)") }
        try await session.close()
    }
}
