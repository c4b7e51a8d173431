import Foundation
import SessionStore
import Testing

@testable import SessionFormats

@Suite struct ClaudeCodeImportTests {
    @Test func `every record of the sample is kept in the order of its file`() throws {
        let log = FakeLog()
        let outcome = try RecordImport<ClaudeCode>(Samples.sample).run(into: log)
        #expect(log.transcript() == (try Samples.lines(of: Samples.sample)))
        let subagent = Samples.folder.appendingPathComponent("sample/\(Samples.subagent)").path
        #expect(log.transcript(Samples.subagent) == (try Samples.lines(of: subagent)))
        #expect(outcome.records == 71)
        #expect(outcome.damaged.isEmpty)
        #expect(outcome.events == log.log.count - 1)
    }

    @Test(.withRealTranscripts, arguments: Samples.real)
    func `every record of a real transcript is kept in the order of its file`(path: String) throws {
        let log = FakeLog()
        let outcome = try RecordImport<ClaudeCode>(path).run(into: log)
        let records = try Samples.lines(of: path).enumerated().flatMap { index, line in
            SourceRecord.records(
                of: LineReader.Line(bytes: line, number: index + 1, isTerminated: true)
            ).records.map(\.bytes)
        }
        #expect(log.transcript() == records)
        #expect(outcome.damaged.isEmpty)
        #expect(outcome.unfinishedBytes == 0)
    }

    @Test func `the sample has a branch for the rewind and one for each subagent`() throws {
        let log = FakeLog()
        _ = try RecordImport<ClaudeCode>(Samples.sample).run(into: log)
        let names = log.lanes.map(\.name.rawValue)
        #expect(names == ["rewound-1", "main", "agent-7c41e9", "agent-b20d54"])
        let prompts = log.line(1).filter { $0.kind == .promptSubmitted }.compactMap(\.message?.text)
        #expect(prompts.count == 5)
        #expect(prompts[1].hasSuffix("without regular expressions."))
        let commands = log.line(1).filter { $0.kind == .commandGiven }.compactMap(\.message?.text)
        #expect(commands == ["/exit"])
    }

    @Test func `importing in pieces equals importing at once`() throws {
        let scratch = try Scratch()
        let lines = try Samples.lines(of: Samples.sample)
        let whole = FakeLog()
        _ = try RecordImport<ClaudeCode>(try scratch.file("whole.jsonl", Self.join(lines))).run(
            into: whole)
        for step in [1, 7, 30] {
            let log = FakeLog()
            for end in stride(from: step, to: lines.count + step, by: step) {
                let part = Self.join(lines.prefix(end))
                _ = try RecordImport<ClaudeCode>(try scratch.file("parts.jsonl", part)).run(
                    into: log)
            }
            #expect(Self.outline(log) == Self.outline(whole), "in steps of \(step) lines")
        }
    }

    @Test(.withRealTranscripts, arguments: Samples.real)
    func `a real transcript in two pieces equals one imported at once`(path: String) throws {
        let scratch = try Scratch()
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        let whole = FakeLog()
        _ = try RecordImport<ClaudeCode>(path).run(into: whole)
        let log = FakeLog()
        let half = try scratch.file("half.jsonl", Array(bytes.prefix(bytes.count / 2)))
        _ = try RecordImport<ClaudeCode>(half).run(into: log)
        _ = try RecordImport<ClaudeCode>(path).run(into: log)
        #expect(Self.outline(log) == Self.outline(whole))
    }

    @Test func `a subagent's file grows along with its transcript`() throws {
        let scratch = try Scratch()
        let lines = try Samples.lines(of: Samples.sample)
        let other = Samples.folder.appendingPathComponent("sample/\(Samples.subagent)").path
        let subagent = try Samples.lines(of: other)
        func time(_ line: [UInt8]) -> Timestamp? {
            ClaudeCodeFields(JSON(unchecked: line)).timestamp
        }
        let whole = FakeLog()
        _ = try RecordImport<ClaudeCode>(Samples.sample).run(into: whole)
        let log = FakeLog()
        for end in 1...lines.count {
            let now = lines.prefix(end).compactMap(time).last
            let part = subagent.filter { line in
                time(line).flatMap { t in now.map { t <= $0 } } ?? false
            }
            let path = try scratch.file("sample.jsonl", Self.join(lines.prefix(end)))
            if !part.isEmpty { _ = try scratch.file("sample/\(Samples.subagent)", Self.join(part)) }
            _ = try RecordImport<ClaudeCode>(path).run(into: log)
        }
        #expect(Self.outline(log) == Self.outline(whole))
        #expect(log.transcript(Samples.subagent) == subagent)
    }

    @Test func `importing the same file again adds nothing`() throws {
        let log = FakeLog()
        _ = try RecordImport<ClaudeCode>(Samples.sample).run(into: log)
        let count = log.log.count
        let outcome = try RecordImport<ClaudeCode>(Samples.sample).run(into: log)
        #expect(outcome.events == 0)
        #expect(outcome.records == 0)
        #expect(log.log.count == count)
    }

    @Test func `an earlier snapshot adds nothing`() throws {
        let scratch = try Scratch()
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Samples.sample)))
        let log = FakeLog()
        _ = try RecordImport<ClaudeCode>(Samples.sample).run(into: log)
        let earlier = try scratch.file("sample.jsonl", Array(bytes.prefix(bytes.count / 2)))
        let outcome = try RecordImport<ClaudeCode>(earlier).run(into: log)
        #expect(outcome.events == 0)
    }

    @Test func `a file that differs is refused and nothing is written`() throws {
        let scratch = try Scratch()
        var lines = try Samples.lines(of: Samples.sample)
        let log = FakeLog()
        _ = try RecordImport<ClaudeCode>(Samples.sample).run(into: log)
        let count = log.log.count
        lines[5] = Array(Line.prompt("other", below: nil).utf8)
        for size in [lines.count, lines.count / 2] {
            let path = try scratch.file("sample.jsonl", Self.join(lines.prefix(size)))
            let error = #expect(throws: SessionError.self) {
                try RecordImport<ClaudeCode>(path).run(into: log)
            }
            #expect(error?.code == .transcriptChanged)
        }
        #expect(log.log.count == count)
    }

    /// As Python's json.dumps writes records; a value before it looks like the key.
    @Test func `the first time is found whatever white space stands around it`() throws {
        let scratch = try Scratch()
        let path = try scratch.file(
            "talk.jsonl",
            lines: [
                "no JSON",
                #"{"type": "summary", "summary": "\"timestamp\":\"2020-01-01T00:00:00Z\""}"#,
                #"{ "type" : "user" , "uuid": "1", "sessionId": "s","#
                    + #" "timestamp" : "2026-03-14T09:00:00Z","#
                    + #" "message": {"role": "user", "content": "hi"}}"#,
            ])
        #expect(
            try TranscriptFiles<ClaudeCode>(path).firstTime() == Timestamp("2026-03-14T09:00:00Z"))
        let log = FakeLog()
        _ = try RecordImport<ClaudeCode>(path).run(into: log)
        let times = log.log.filter { $0.event.kind == .foreignRecorded }.map(\.event.occurredAt)
        #expect(!times.isEmpty)
        #expect(times.allSatisfy { $0 == Timestamp("2026-03-14T09:00:00Z") })
    }

    static func join(_ lines: some Sequence<[UInt8]>) -> [UInt8] {
        lines.flatMap { $0 + [0x0A] }
    }

    /// What must not depend on how an import was cut: each branch's events, marks aside, with the
    /// event that led to each named by its place among them.
    static func outline(_ log: FakeLog) -> [String] {
        log.lanes.indices.flatMap { lane in
            let line = log.line(lane).filter { event in
                !(event.kind == .settingChanged && event.subject?.hasPrefix("import") == true)
            }
            let places = Dictionary(
                uniqueKeysWithValues: line.enumerated().map { ($1.revision, $0) })
            return ["== \(log.lanes[lane].name)"]
                + line.map { event in
                    let cause = event.cause.map { String(places[$0] ?? -1) } ?? ""
                    let origin = event.origin == nil ? "" : "origin"
                    return "\(event.kind) \(event.subject ?? "") \(event.actor) \(cause) \(origin) "
                        + event.body.description
                }
        }
    }
}
