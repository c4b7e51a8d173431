import Foundation
import Testing

@testable import session

@Suite("Verbs about what the model saw")
struct ContextVerbTests {
    let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox()
        try sandbox.makeSession()
    }

    private let request = """
        {"model":"m1","messages":[{"role":"user","content":"Why does the build fail?"},\
        {"role":"assistant","content":"Let me look."}, {"role":"user","content":"Then add x."}]}
        """

    @Test func `a request is recorded from a file or standard input and shown byte for byte`()
        throws
    {
        let run = try sandbox.session("record-request", "a.session", input: request)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output == "main@9  167 B, saw 3–4, 8\n")
        let shown = try sandbox.session("show", "a.session", "--context")
        #expect(shown.output == request)
        #expect(
            shown.errors.contains("the request sent at main@9, 167 B, byte for byte"))
    }

    @Test func `what was new since the step before is told beside the bytes`() throws {
        let file = sandbox.folder.appending(path: "lines.jsonl")
        let second = request.replacing("}]}", with: "},{\"role\":\"user\",\"content\":\"More\"}]}")
        try Data((request + "\n\n" + second + "\n").utf8).write(to: file)
        let run = try sandbox.session("record-request", "a.session", "--lines", "lines.jsonl")
        #expect(run.lines.count == 2)
        let shown = try sandbox.session("show", "a.session", "--context")
        #expect(shown.errors.contains("+ user        More"))
        #expect(shown.errors.contains("3 messages in both"))
        let diff = try sandbox.session("diff", "a.session", "main@9", "main@10", "--context")
        #expect(diff.lines.dropFirst(2) == ["+ user        More", "  3 messages in both"])
        let json = try sandbox.session("show", "a.session", "main@9", "--context", "--json")
        #expect(json.output.hasPrefix(#"{"source":"request","branch":"main","revision":9,"#))
    }

    @Test func `where no request was recorded, what is shown is labelled a reconstruction`() throws
    {
        let shown = try sandbox.session("show", "a.session", "main@4", "--context")
        #expect(shown.errors.contains("no request was recorded for main@4"))
        #expect(shown.output.hasPrefix(#"{"messages":[{"role":"user","content":"Why does"#))
    }

    @Test func `what is no request, or too long, is refused by name and writes nothing`() throws {
        let before = try sandbox.session("info", "a.session").output
        try Data("{\"messages\":[\n{\"messages\":[]}".utf8)
            .write(to: sandbox.folder.appending(path: "bad.json"))
        let run = try sandbox.session("record-request", "a.session", "bad.json")
        #expect(run.status == 2)
        #expect(run.errors.contains("bad.json"))
        let long = sandbox.folder.appending(path: "long.json")
        try Data().write(to: long)
        let handle = try FileHandle(forWritingTo: long)
        try handle.truncate(atOffset: 200 << 20)
        try handle.close()
        let refused = try sandbox.session("record-request", "a.session", "long.json")
        #expect(refused.status == 2)
        #expect(refused.errors.contains("more than 67108864 bytes"))
        #expect(try sandbox.session("info", "a.session").output == before)
    }

    @Test func `a secret in a request is kept, reported, and masked on demand`() throws {
        let key = "ghp_" + String(repeating: "a1B2", count: 9)
        let secret = request.replacing("Then add x.", with: "Use \(key)")
        let run = try sandbox.session("record-request", "a.session", input: secret)
        #expect(run.output.contains("looks like a secret"))
        #expect(try sandbox.session("show", "a.session", "--context").output == secret)
        try sandbox.session("record-request", "a.session", "--mask", input: secret)
        #expect(!(try sandbox.session("show", "a.session", "--context").output.contains(key)))
    }

    @Test func `a context tells everything first and then what changed`() throws {
        let file = """
            {"type":"file.changed","subject":"src/a.swift","actor":"tool:edit",\
            "data":{"content":"let a = 1\\n"}}

            """
        #expect(try sandbox.session("append", "a.session", input: file).status == 0)
        let first = try sandbox.session(
            "context", "a.session", "--guidance", "Be brief.", "--path", "*.swift")
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.output.contains("<file path=\"src/a.swift\">\nlet a = 1\n</file>"))
        let second = try sandbox.session("context", "a.session", "--json")
        #expect(second.output.contains(#""base":10,"files":[],"unchanged":1"#))
        let shown = try sandbox.session("show", "a.session", "main@10", "--context")
        #expect(shown.output == first.output)
    }
}
