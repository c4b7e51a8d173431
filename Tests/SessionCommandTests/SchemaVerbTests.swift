import SessionAnswers
import SessionStore
import Testing

@testable import session

@Suite("session schema")
struct SchemaVerbTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    @Test
    func `the example of each kind is appended as it stands`() throws {
        let kinds = EventKind.known.filter { EventExample($0) != nil }
        try #require(kinds.count > 12)
        let run = try sandbox.shell(
            """
            session new a.session > /dev/null
            for kind in \(kinds.map(\.rawValue).joined(separator: " ")); do
                session schema $kind --example > line
                session append a.session < line > /dev/null || echo "refused $kind: $(cat line)"
            done
            """)
        #expect(run.output.isEmpty && run.status == 0, "\(run.output)\(run.errors)")
    }

    @Test
    func `a schema is the document, and a kind that is none is refused`() throws {
        let run = try sandbox.session("schema", "prompt")
        #expect(run.output.contains("\"$id\": \"urn:session-store:event:prompt.submitted:1\""))
        #expect(run.lines.last?.hasPrefix("{\"type\":\"prompt.submitted\"") == true)
        let list = try sandbox.session("schema")
        #expect(list.lines.contains { $0.hasPrefix("tool.called") })
        #expect(try sandbox.session("schema", "king").status == 2)
        #expect(try sandbox.session("schema", "branch.forked", "--example").status == 2)
    }

    @Test
    func `who gives a transcript for a session is told to import it`() throws {
        let run = try sandbox.shell(
            """
            printf '%s' '{"type":"user","uuid":"u1","parentUuid":null,"sessionId":"s1",' \\
                '"message":{"role":"user","content":"Hi"}}' > a.jsonl
            session log a.jsonl
            """)
        #expect(run.errors.contains("transcript") && run.errors.contains("session import "))
    }
}
