import Foundation
import Testing

@testable import session

@Suite("Copies at the command line")
struct CopyTests {
    let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox()
        try sandbox.makeSession()
        try sandbox.session("branch", "a.session", "idea", "main~1")
    }

    private func heads(_ file: String) throws -> String {
        try sandbox.shell("session info \(file) --json | grep -o '\"branches.*'").output
    }

    @Test
    func `a copy is the same session, byte for byte in its log`() throws {
        let run = try sandbox.session("copy", "a.session", "b.session")
        #expect(run.status == 0 && run.output.hasPrefix("copied a.session to b.session"))
        #expect(try heads("b.session") == heads("a.session"))
        #expect(
            try sandbox.session("log", "b.session", "--json").output
                == sandbox.session("log", "a.session", "--json").output)
        #expect(try sandbox.session("verify", "b.session").status == 0)
        let again = try sandbox.session("copy", "a.session", "b.session")
        #expect(again.status == CommandStatus.refused.rawValue)
        _ = try sandbox.shell("mkdir backups")
        #expect(try sandbox.session("copy", "a.session", "backups").status == 0)
        #expect(Sandbox.exists(sandbox.folder.appending(path: "backups/a.session").path))
    }

    @Test
    func `a duplicate is another session with another title`() throws {
        let run = try sandbox.session("copy", "a.session", "b.session", "--duplicate", "--json")
        #expect(run.status == 0, "\(run.errors)")
        #expect(try heads("b.session") != heads("a.session"))
        let preview = try sandbox.session("preview", "b.session", "--branch", "main")
        #expect(preview.output.contains("Rewrite the parser (copy)"))
        #expect(try sandbox.session("verify", "b.session").status == 0)
        let named = try sandbox.session(
            "copy", "a.session", "c.session", "--duplicate", "--title", "Second")
        #expect(named.status == 0)
        #expect(try sandbox.session("preview", "c.session").output.contains("Second"))
        let wrong = try sandbox.session("copy", "a.session", "d.session", "--title", "x")
        #expect(wrong.status == CommandStatus.usage.rawValue)
    }
}
