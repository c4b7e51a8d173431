import Foundation
import SessionStore
import Testing

@testable import SessionFormats

/// What the records of formats tell that leave the mapping to the common mapper.
@Suite("Formats that tell what their records are")
struct FactFormatTests {
    private func bring<Result: Sendable>(
        _ lines: [String], name: String = "chat.jsonl",
        _ body: (Session) async throws -> Result
    ) async throws -> Result {
        let scratch = try Scratch()
        let path = try scratch.file(name, lines: lines)
        let report = try await TranscriptImport(to: .folder("\(scratch.path)/out")).run(path)
        let session = try await Session.open(report.path, mode: .readOnly)
        let result = try await body(session)
        try await session.close()
        return result
    }

    private func kinds(_ session: Session) async throws -> [EventKind] {
        var kinds: [EventKind] = []
        for try await event in session.events(on: .main) where event.dialect != nil {
            kinds.append(event.kind)
        }
        return kinds
    }

    // MARK: Pi

    private func pi(_ id: String, _ parent: String, _ message: String) -> String {
        #"{"type":"message","id":"\#(id)","parentId":"\#(parent)","message":\#(message)}"#
    }

    private let head =
        #"{"type":"session","version":3,"id":"s","timestamp":"2026-01-01T00:00:00Z","cwd":"/w"}"#

    @Test func `files are what tools wrote and edited, and unknown where nothing tells`()
        async throws
    {
        func call(_ id: String, _ name: String, _ arguments: String) -> String {
            #"{"role":"assistant","content":[{"type":"toolCall","id":"\#(id)","name":"\#(name)","#
                + #""arguments":\#(arguments)}],"stopReason":"toolUse"}"#
        }
        func result(_ id: String) -> String {
            #"{"role":"toolResult","toolCallId":"\#(id)","content":[],"isError":false}"#
        }
        let lines = [
            head, pi("1", "s", call("c1", "write", #"{"path":"a","content":"one two"}"#)),
            pi("2", "1", result("c1")),
            pi(
                "3", "2",
                call("c2", "edit", #"{"path":"a","oldText":"two","newText":"three"}"#)),
            pi("4", "3", result("c2")), pi("5", "4", call("c3", "bash", #"{"command":"x"}"#)),
            pi("6", "5", result("c3")),
            pi("7", "6", call("c4", "edit", #"{"path":"a","oldText":"one","newText":"1"}"#)),
            pi("8", "7", result("c4")),
        ]
        try await bring(lines) { session in
            var contents: [String?] = []
            for try await event in session.events(on: .main) where event.kind == .fileChanged {
                let moment = Moment.revision(event.revision, on: .main)
                let bytes = try? await session.content(of: "a", at: moment)
                contents.append(bytes.map { String(decoding: $0, as: UTF8.self) })
            }
            #expect(contents == ["one two", "one three", nil])
            #expect(try await session.setting("cwd", at: .head(of: .main))?.value.string == "/w")
        }
    }

    @Test func `a tree that was gone back in has a branch for each way`() async throws {
        func user(_ text: String) -> String { #"{"role":"user","content":"\#(text)"}"# }
        let answer = #"{"role":"assistant","content":[{"type":"text","text":"a"}]}"#
        let lines = [
            head, pi("1", "s", user("one")), pi("2", "1", answer), pi("3", "2", user("two")),
            #"{"type":"branch_summary","id":"4","parentId":"2","fromId":"3","summary":"left"}"#,
            pi("5", "4", user("three")),
        ]
        try await bring(lines) { session in
            #expect(try await session.branches().map(\.name) == ["rewound-1", "main"])
            let kinds = try await kinds(session)
            #expect(
                kinds == [
                    .foreignRecorded, .promptSubmitted, .responseReceived, .contextBuilt,
                    .promptSubmitted,
                ])
        }
    }

    // MARK: Others

    @Test func `what was rewound is on a line of its own, and what comes again is told once`()
        async throws
    {
        let answer = #"{"id":"a","type":"gemini","content":"done","model":"m""#
        let call = #","toolCalls":[{"id":"c","name":"ls","args":{}"#
        let lines = [
            #"{"sessionId":"s","projectHash":"p","startTime":"2026-01-01T00:00:00Z"}"#,
            #"{"id":"q","type":"user","content":[{"text":"one"}]}"#, answer + "}",
            answer + call + #","result":[{"functionResponse":{"response":{"output":"x"}}}]}]}"#,
            #"{"id":"r","type":"user","content":[{"text":"two"}]}"#, #"{"$rewindTo":"r"}"#,
            #"{"id":"t","type":"user","content":[{"text":"three"}]}"#,
        ]
        try await bring(lines) { session in
            let preview = try await session.preview(at: .head(of: .main))
            #expect(preview.prompts == 2)
            #expect(preview.responses == 1)
            #expect(preview.toolCalls == 1)
            var texts: [String] = []
            for try await event in session.events(on: .main) {
                if let text = event.message?.text, !text.isEmpty { texts.append(text) }
            }
            #expect(texts == ["one", "done", "three"])
        }
    }

    @Test func `a subagent in the transcript itself is a branch under its call`() async throws {
        let lines = [
            #"{"type":"user.message","data":{"content":"do"},"id":"1","parentId":null}"#,
            #"{"type":"assistant.message","data":{"messageId":"m","content":"","toolRequests":"#
                + #"[{"toolCallId":"c","name":"task","arguments":"{\"prompt\":\"look\"}"}]},"#
                + #""id":"2","parentId":"1"}"#,
            #"{"type":"subagent.started","data":{"toolCallId":"c","agentName":"explore"},"#
                + #""id":"3","parentId":"2"}"#,
            #"{"type":"assistant.message","data":{"parentToolCallId":"c","messageId":"n","#
                + #""content":"found","toolRequests":[]},"id":"4","parentId":"3"}"#,
            #"{"type":"tool.execution_complete","data":{"toolCallId":"c","success":true,"#
                + #""result":{"content":"found it"}},"id":"5","parentId":"4"}"#,
        ]
        try await bring(lines) { session in
            let branches = try await session.branches()
            #expect(branches.map(\.name) == ["main", "agent-explore"])
            #expect(
                try await kinds(session) == [.promptSubmitted, .toolCalled, .toolReturned])
        }
    }

    @Test func `a result in a person's place is a result where a tool was called`() async throws {
        let text =
            #"[{"role":"system","content":"s"},{"role":"user","content":"fix it"},"#
            + #"{"role":"assistant","content":"look\n```bash\nls\n```"},"#
            + #"{"role":"user","content":"a b c"}]"#
        try await bring([text], name: "run.traj.json") { session in
            #expect(
                try await kinds(session) == [
                    .contextBuilt, .promptSubmitted, .toolCalled, .toolReturned,
                ])
            let preview = try await session.preview(at: .head(of: .main))
            #expect(preview.tools.map(\.name) == ["bash"])
        }
    }
}
