import Foundation
import Testing

/// An erased title or setting does not say what it changed: every answer shows what was before, and
/// says that something is missing.
@Suite("What was set and erased")
struct ErasedStateTests {
    private func makeSession() throws -> Sandbox {
        let box = try Sandbox()
        let run = try box.shell(
            """
            session new a.session > out
            session append a.session > out <<'END'
            {"type":"prompt.submitted","data":{"text":"hello"}}
            {"type":"title.changed","data":{"title":"first"}}
            {"type":"setting.changed","subject":"model","data":{"value":"m1"}}
            {"type":"title.changed","data":{"title":"XYZZY title"}}
            {"type":"setting.changed","subject":"model","data":{"value":"XYZZY"}}
            {"type":"prompt.submitted","data":{"text":"XYZZY"}}
            {"type":"response.received","actor":"model:m","data":{"text":"XYZZY"}}
            {"type":"tool.called","data":{"gen_ai.tool.name":"XYZZY"}}
            {"type":"file.changed","subject":"XYZZY","data":{"content":"a"}}
            END
            session redact a.session --match XYZZY --reason r --actor user:ana --yes > out
            """)
        try #require(run.status == 0, "\(run.output)\(run.errors)")
        return box
    }

    private static let warning =
        "session: 3 changes of files, settings or the title up to main@10 were erased"

    @Test func `state, diff and restore agree, and say that something was erased`() throws {
        let box = try makeSession()
        let state = try box.session("state", "a.session")
        #expect(state.lines.contains("title         first"), "\(state.output)")
        #expect(state.lines.contains("settings      model = m1"))
        #expect(state.lines.contains { $0.hasSuffix("2 prompts, 1 response, 1 tool call") })
        #expect(state.lines.contains("file changes  1"))
        let diff = try box.session("diff", "a.session", "main@4", "main")
        #expect(!diff.output.contains("title:") && !diff.output.contains("setting model"))
        let back = try box.session("restore", "a.session", "main@4", "--dry-run")
        #expect(back.output == "main@10 has the files and settings of main@4 already\n")
        for run in [state, diff, back] {
            #expect(run.errors.hasPrefix(Self.warning), "\(run.errors)")
        }
        #expect(try box.session("replay", "a.session", "--check").status == 0)
    }

    @Test func `before the first title there was none, in the state, too`() throws {
        let box = try makeSession()
        let run = try box.session("restore", "a.session", "main@2")
        #expect(run.output.contains("title    removed"), "\(run.output)")
        let state = try box.session("state", "a.session")
        #expect(state.lines.contains("title         none"), "\(state.output)")
        let diff = try box.session("diff", "a.session", "main@2", "main")
        #expect(!diff.output.contains("title:"), "\(diff.output)")
        #expect(try box.session("restore", "a.session", "main@2").output.contains("already"))
    }
}
