import SessionStore
import Testing

@testable import SessionFormats

@Suite struct BranchingTests {
    func log(_ lines: [String]) throws -> FakeLog {
        let scratch = try Scratch()
        let log = FakeLog()
        _ = try RecordImport<ClaudeCode>(try scratch.file("s.jsonl", lines: lines)).run(into: log)
        return log
    }

    func names(_ log: FakeLog) -> [String] { log.lanes.map(\.name.rawValue) }

    @Test func `a second prompt below the same record forks there`() throws {
        let log = try log([
            Line.prompt("a", below: nil), Line.answer("b", below: "a"),
            Line.prompt("c", below: "b"), Line.answer("d", below: "c"),
            Line.prompt("e", below: "b"), Line.answer("f", below: "e"),
        ])
        #expect(names(log) == ["rewound-1", "main"])
        let answer = log.events.first { $0.body["uuid"]?.string == "b" }
        #expect(log.lanes[1].fork?.revision == answer?.revision)
    }

    @Test func `a third prompt below the same record forks once more`() throws {
        let log = try log([
            Line.prompt("a", below: nil), Line.answer("b", below: "a"),
            Line.prompt("c", below: "b"), Line.prompt("d", below: "b"),
            Line.prompt("e", below: "b"),
        ])
        #expect(names(log) == ["rewound-1", "rewind-1", "main"])
    }

    @Test func `a prompt below the head forks nothing`() throws {
        let log = try log([
            Line.prompt("a", below: nil), Line.answer("b", below: "a"),
            Line.prompt("c", below: "b"), Line.answer("d", below: "c"),
            Line.prompt("e", below: "d"),
        ])
        #expect(names(log) == ["main"])
    }

    @Test func `parallel calls and progress fork nothing`() throws {
        let log = try log([
            Line.prompt("a", below: nil), Line.answer("b", below: "a"),
            Line.answer("c", below: "a"),
            #"{"type":"progress","parentUuid":"a","uuid":"d","data":{"type":"hook_progress"}}"#,
            Line.prompt("e", below: "c"), Line.answer("f", below: "b"),
        ])
        #expect(names(log) == ["main"])
    }

    @Test func `a conversation that goes back to its first line keeps its name`() throws {
        let log = try log([
            Line.prompt("a", below: nil), Line.answer("b", below: "a"),
            Line.prompt("c", below: "b"), Line.answer("d", below: "c"),
            Line.prompt("e", below: "b"), Line.prompt("f", below: "d"),
        ])
        #expect(names(log) == ["main", "rewind-1"])
    }

    @Test func `a record below an unknown parent continues where the conversation stands`() throws {
        let log = try log([
            Line.prompt("a", below: nil), Line.answer("b", below: "a"),
            Line.prompt("c", below: "b"), Line.prompt("d", below: "b"),
            Line.answer("e", below: "nowhere"),
        ])
        #expect(log.events(on: .main).last { $0.dialect != nil }?.body["uuid"]?.string == "e")
    }

    @Test func `a subagent forks where its call was made and its files show on the caller's line`()
        throws
    {
        let log = FakeLog()
        _ = try RecordImport<ClaudeCode>(Samples.sample).run(into: log)
        let lane = try log.lane("agent-7c41e9")
        let call = log.line(lane).first { $0.revision == log.lanes[lane].fork?.revision }
        #expect(
            call?.message?.parts.contains {
                if case .toolCall(_, "Task", _) = $0 { true } else { false }
            } == true)
        let own = log.events(on: "agent-7c41e9").first { $0.kind == .fileChanged }
        let copy = log.events(on: .main).first {
            $0.kind == .fileChanged && $0.origin == own?.digest
        }
        #expect(copy?.subject == "/home/ana/tidycsv/tidycsv/summary.py")
        #expect(copy?.body.description == "{}")
        #expect(copy?.cause == call?.revision)
    }

    @Test func `a subagent's changes come before those made after it was done`() throws {
        let log = FakeLog()
        _ = try RecordImport<ClaudeCode>(Samples.sample).run(into: log)
        let files = log.events(on: .main).filter { $0.kind == .fileChanged }.compactMap(\.subject)
            .map { $0.split(separator: "/").last ?? "" }
        #expect(
            files == [
                "reader.py", "test_quotes.py", "summary.py", "README.md", "summary.py", "reader.py",
            ])
    }
}
