import AnswerSchemas
import Foundation
import Testing

@testable import session

@Suite("Help")
struct HelpTests {
    static let verbs = SessionCommand.verbs.filter { $0 != "help" }

    @Test(arguments: verbs)
    func `every verb explains itself with examples that fit a narrow terminal`(verb: String) throws
    {
        let run = try Sandbox().session(verb, "--help")
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
        #expect(run.output.contains("Examples\n"))
        #expect(run.output.contains("session \(verb) "))
        #expect(run.output.contains("--json"))
        for line in run.lines where !line.hasPrefix("USAGE") {
            #expect(line.count <= 80, "\(line)")
        }
    }

    @Test
    func `help of the whole tells how moments are written and what exit codes mean`() throws {
        let run = try Sandbox().session("help")
        #expect(run.status == 0)
        #expect(run.output.contains("main@120"))
        for status in CommandStatus.allCases {
            #expect(run.output.contains(status.meaning), "\(status)")
        }
    }

    @Test(
        arguments: [
            (["help", "bogus"], nil), (["bogus"], nil), (["bogus", "--help"], nil),
            (["help", "lgo"], "log"), (["mrege", "a.session"], "merge"),
            (["record"], "record-request"),
            (["help", "Checkuot"], "checkout"), ([""], nil),
        ] as [([String], String?)])
    func `a verb that is none is refused, and the nearest one named`(
        arguments: [String], nearest: String?
    ) throws {
        let run = try Sandbox().run(arguments)
        #expect(run.status == CommandStatus.usage.rawValue)
        #expect(run.output.isEmpty)
        #expect(run.errors.hasPrefix("session: there is no verb"))
        let suggestion = nearest.map { "Did you mean \"\($0)\"?" }
        #expect(run.errors.contains(suggestion ?? "Verbs: ") && run.errors.contains("Verbs: "))
        if nearest == nil { #expect(!run.errors.contains("Did you mean")) }
    }

    /// Whatever a verb writes for programs is described; `view` is for people alone.
    @Test(arguments: verbs.filter { $0 != "view" })
    func `what a verb writes with --json is described`(verb: String) {
        #expect(AnswerSchemas.shared.lines(of: verb)?.isEmpty == false)
    }

    @Test
    func `all verbs are there`() {
        #expect(
            Set(Self.verbs) == [
                "import", "keep", "log", "show", "state", "files", "cat", "branch", "tag", "new",
                "append",
                "archive", "reopen", "preview", "list", "export", "verify", "info", "diff",
                "search", "pin",
                "checkout", "restore", "copy", "replay", "context", "record-request",
                "resume", "view", "audit", "blame", "why", "usage", "bisect", "merge", "pick",
                "sql", "seal",
                "key",
                "redact", "hold", "release", "compact", "prune", "serve", "token", "member",
                "backup", "restore-backup", "inspect", "schema",
            ])
    }
}
