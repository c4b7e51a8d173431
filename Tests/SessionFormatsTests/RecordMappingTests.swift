import SessionStore
import Testing

@testable import SessionFormats

@Suite struct RecordMappingTests {
    func events(_ lines: [String]) throws -> [Event] {
        let scratch = try Scratch()
        let log = FakeLog()
        _ = try RecordImport<ClaudeCode>(try scratch.file("s.jsonl", lines: lines)).run(into: log)
        return log.events
    }

    @Test func `each record has the kind of what it says`() throws {
        let log = FakeLog()
        _ = try RecordImport<ClaudeCode>(Samples.sample).run(into: log)
        let records = log.events.filter { $0.dialect == .claudeCode }
        let counts = Dictionary(grouping: records, by: \.kind).mapValues(\.count)
        #expect(counts[.contextBuilt] == 1)
        #expect(counts[.titleChanged] == 1)
        #expect(counts[.foreignRecorded] == 2)
        #expect(counts[.toolCalled] == counts[.toolReturned])
    }

    @Test func `two objects on one line are two events`() throws {
        let events = try events([Line.prompt("a", below: nil) + Line.answer("b", below: "a")])
        #expect(
            events.filter { $0.dialect != nil }.map(\.kind) == [
                .promptSubmitted, .responseReceived,
            ])
    }

    @Test func `a damaged line is kept reported and stops nothing`() throws {
        let scratch = try Scratch()
        let log = FakeLog()
        let path = try scratch.file(
            "s.jsonl",
            lines: [Line.prompt("a", below: nil), "{\"type\":", Line.answer("b", below: "a")])
        let outcome = try RecordImport<ClaudeCode>(path).run(into: log)
        #expect(outcome.damaged.map(\.line) == [2])
        let event = log.events.first { $0.subject == "damaged" }
        #expect(event?.content == Array("{\"type\":".utf8))
        #expect(event?.body["line"]?.int == 2)
        #expect(log.transcript() == (try Samples.lines(of: path)))
        #expect(log.events.contains { $0.kind == .responseReceived })
    }

    @Test func `an unfinished last line is left for the next import`() throws {
        let scratch = try Scratch()
        let log = FakeLog()
        let whole = Line.prompt("a", below: nil) + "\n" + Line.answer("b", below: "a")
        let cut = try scratch.file("s.jsonl", Array(whole.utf8.dropLast(9)))
        let first = try RecordImport<ClaudeCode>(cut).run(into: log)
        #expect(first.unfinishedBytes > 0)
        #expect(first.records == 1)
        let second = try RecordImport<ClaudeCode>(try scratch.file("s.jsonl", Array(whole.utf8)))
            .run(
                into: log)
        #expect(second.records == 1)
        #expect(second.damaged.isEmpty)
        let third = try RecordImport<ClaudeCode>(
            try scratch.file("s.jsonl", Array((whole + "\n" + Line.prompt("c", below: "b")).utf8))
        ).run(into: log)
        #expect(third.records == 1)
    }

    @Test func `a cause is the record that was answered`() throws {
        let events = try events([Line.prompt("a", below: nil), Line.answer("b", below: "a")])
        let prompt = events.first { $0.kind == .promptSubmitted }
        let answer = events.first { $0.kind == .responseReceived }
        #expect(answer?.cause == prompt?.revision)
        #expect(answer?.actor == .model("claude-x"))
        #expect(prompt?.actor == .user("user"))
    }

    @Test func `a setting is recorded once until it changes`() throws {
        let log = FakeLog()
        _ = try RecordImport<ClaudeCode>(Samples.sample).run(into: log)
        let main = log.line(1).filter {
            $0.kind == .settingChanged && $0.subject == "permissionMode"
        }
        #expect(main.map { $0.body["value"]?.string } == ["default", "acceptEdits"])
        let models = log.line(1).filter { $0.kind == .settingChanged && $0.subject == "model" }
        #expect(models.count == 1)
    }

    @Test func `a summary of another conversation is no title`() throws {
        let events = try events([
            #"{"type":"summary","summary":"other","leafUuid":"elsewhere"}"#,
            Line.prompt("a", below: nil), #"{"type":"summary","summary":"this","leafUuid":"a"}"#,
        ])
        #expect(events.first { $0.subject == "summary" }?.kind == .foreignRecorded)
        let title = events.first { $0.kind == .titleChanged }
        #expect(title.flatMap { ClaudeCodeRecord($0.body).title } == "this")
    }

    @Test func `masked imports hide secrets and exact ones report them`() throws {
        let scratch = try Scratch()
        let secret = "ghp_" + String(repeating: "a1B2", count: 9)
        let path = try scratch.file(
            "s.jsonl", lines: [Line.prompt("a", below: nil, "use \(secret)")])
        for isMasking in [false, true] {
            let log = FakeLog()
            var job = try RecordImport<ClaudeCode>(path)
            job.isMasking = isMasking
            let outcome = try job.run(into: log)
            #expect(outcome.secrets.map(\.name) == ["github-token"])
            let text = log.events.first { $0.kind == .promptSubmitted }?.body.description ?? ""
            #expect(text.contains(secret) != isMasking)
            #expect(text.contains("[masked:github-token]") == isMasking)
            #expect(try job.run(into: log).events == 0)
        }
    }
}
