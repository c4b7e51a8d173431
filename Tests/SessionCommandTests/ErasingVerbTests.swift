import Foundation
import SessionStore
import Testing

@Suite("session redact, hold, release, compact, prune")
struct ErasingVerbTests {
    private let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox()
        try sandbox.makeSession()
    }

    @Test
    func `an erased event says who erased it and why, and is not told any more`() throws {
        let run = try sandbox.session(
            "redact", "a.session", "main@{prompt 1}", "--reason", "a customer asked",
            "--authority", "legal")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.hasPrefix("erased 1 event: main@3"))
        let shown = try sandbox.session("show", "a.session", "main@3")
        #expect(shown.output.contains("by user:ana, for legal"))
        #expect(shown.output.contains("reason: a customer asked"))
        let all = try sandbox.session("log", "a.session", "--json")
        #expect(!all.output.contains("Why does the build fail"))
        #expect(try sandbox.session("verify", "a.session").status == 0)
        let log = try sandbox.session("log", "a.session")
        #expect(log.output.contains("redacted  1 event: a customer asked"))
    }

    @Test
    func `a pattern shows what it would erase, and erases it only once that was agreed to`() throws
    {
        let arguments = ["redact", "a.session", "--match", "build", "--reason", "r"]
        let dry = try sandbox.run(arguments + ["--dry-run"])
        #expect(dry.status == 0)
        #expect(dry.output.hasPrefix("would erase 1 event:\n  main@3"))
        let refused = try sandbox.run(arguments)
        #expect(refused.status == 4)
        #expect(refused.errors.contains("--yes"))
        #expect(try sandbox.session("show", "a.session", "main@3").output.contains("the build"))
        let done = try sandbox.run(arguments + ["--yes", "--json"])
        #expect(done.status == 0, "\(done.errors)")
        #expect(done.output.contains(#""fate":"erased""#))
        let again = try sandbox.session(
            "redact", "a.session", "main@3", "--reason", "r", "--dry-run")
        #expect(again.output == "nothing would be erased that is not erased already\n")
        let everything = try sandbox.session(
            "redact", "a.session", "--match", "/./", "--reason", "r")
        #expect(everything.status == 4)
        #expect(everything.errors.contains("fits everything"))
    }

    @Test(arguments: [
        (["main@3"], 2, "reason"),
        (["main@3", "--reason", " "], 2, "needs a reason"),
        (["--reason", "r"], 2, "--match"),
        (["main@3", "--reason", "r", "--authority", " "], 2, "names somebody"),
        (["main@3", "--match", "x", "--reason", "r"], 2, "one of the two"),
        (["--match", "", "--reason", "r"], 2, "empty pattern"),
        (["--match", "/(/", "--reason", "r"], 2, "regular expression"),
        (["main@1", "--reason", "r"], 4, "cannot be erased"),
        (["main@99", "--reason", "r"], 3, "no revision 99"),
    ])
    func `what cannot be erased is refused with the reason`(
        arguments: [String], status: Int32, message: String
    ) throws {
        let run = try sandbox.run(["redact", "a.session"] + arguments)
        #expect(run.status == status, "\(run.errors)")
        #expect(run.errors.contains(message), "\(run.errors)")
    }

    @Test
    func `importing the transcript again brings nothing back, and a longer one goes on behind it`()
        throws
    {
        let lines = try String(contentsOfFile: Sandbox.sample, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false)
        let transcript = sandbox.folder.appending(path: "t.jsonl")
        func importing(_ count: Int, into name: String) throws -> Sandbox.Run {
            let text = lines.prefix(count).joined(separator: "\n") + "\n"
            try Data(text.utf8).write(to: transcript)
            return try sandbox.session("import", "t.jsonl", "-o", name)
        }
        #expect(try importing(40, into: "t.session").status == 0)
        for moment in ["main@43", "main@44"] {
            let run = try sandbox.session("redact", "t.session", moment, "--reason", "r")
            #expect(run.status == 0, "\(run.errors)")
        }
        #expect(try importing(40, into: "t.session").output.contains("nothing new"))
        let mark = try sandbox.session("redact", "t.session", "main@45", "--reason", "r")
        #expect(mark.status == 4 && mark.errors.contains("imports"))

        #expect(try importing(lines.count, into: "t.session").status == 0)
        #expect(try importing(lines.count, into: "whole.session").status == 0)
        func kinds(_ name: String) throws -> [String] {
            let run = try sandbox.session("log", name, "--branch", "main", "--json")
            return run.lines.compactMap { line in
                let kind = line.split(separator: ",").first { $0.hasPrefix(#""type":"#) }
                return line.contains(#""subject":"import"#) ? nil : kind.map(String.init)
            }
        }
        #expect(try kinds("t.session") == kinds("whole.session"))
        for moment in ["main@43", "main@44"] {
            let shown = try sandbox.session("show", "t.session", moment)
            #expect(shown.output.contains("reason: r"))
        }
    }

    @Test
    func `what shows a file says when a later change that may be its own was erased`() throws {
        for text in ["one", "two", "other"] {
            let file = sandbox.folder.appending(path: text)
            try Data("\(text)\n".utf8).write(to: file)
            let name = text == "other" ? "/b.txt" : "/a.txt"
            let run = try sandbox.session("append", "a.session", "--file", "\(name)=\(text)")
            #expect(run.status == 0, "\(run.errors)")
        }
        let log = try sandbox.session("log", "a.session", "--kind", "file.changed", "--json")
        let revisions = log.lines.compactMap { line in
            line.split(separator: "\"sequence\":\"").last?.split(separator: "\"").first
        }
        try #require(revisions.count == 3)
        let (other, two) = (revisions[0], revisions[1])
        #expect(try sandbox.session("cat", "a.session", "/a.txt").errors.isEmpty)
        let redacted = try sandbox.session(
            "redact", "a.session", "main@\(two)", "--reason", "r")
        #expect(redacted.status == 0, "\(redacted.errors)")

        let shown = try sandbox.session("cat", "a.session", "/a.txt")
        #expect(shown.output == "one\n")
        #expect(shown.errors.contains("if it changed /a.txt, it is shown as it was before"))
        #expect(try sandbox.session("cat", "a.session", "/b.txt").errors.isEmpty)
        #expect(try sandbox.session("cat", "a.session", "main@\(two):/a.txt").errors != "")
        for arguments in [["state"], ["files"], ["diff", "main~1"], ["checkout", "-o", "out"]] {
            let run = try sandbox.run(
                [arguments[0], "a.session"] + arguments.dropFirst())
            #expect(run.errors.contains("were erased") || run.errors.contains("was erased"))
        }
        #expect(try sandbox.session("branch", "a.session", "idea", "main@2").status == 0)
        let sides = try sandbox.session("diff", "a.session", "main", "idea", "--files")
        #expect(sides.errors.contains("1 change of files up to main@"))
        let blame = try sandbox.session("blame", "a.session", "/a.txt")
        #expect(blame.errors.contains("after revision"))
        #expect(try sandbox.session("blame", "a.session", "main@\(other):/b.txt").errors.isEmpty)
    }

    @Test
    func `a held session is neither erased nor pruned until it is released`() throws {
        #expect(try sandbox.session("hold", "a.session", "--reason", "audit").status == 0)
        #expect(try sandbox.session("info", "a.session").output.contains("hold: audit"))
        #expect(try sandbox.session("list", ".").output.contains("(held)"))
        let dry = try sandbox.session(
            "redact", "a.session", "main@3", "--reason", "r", "--dry-run")
        #expect(dry.status == 4 && dry.output.hasPrefix("would erase 1 event"))
        #expect(dry.errors.contains("held by \"hold\": audit"))
        let run = try sandbox.session("redact", "a.session", "main@3", "--reason", "r")
        #expect(run.status == 4)
        #expect(run.errors.contains("session release"))
        // Nobody is asked about what is refused anyway.
        let match = try sandbox.session(
            "redact", "a.session", "--match", "build", "--reason", "r")
        #expect(match.status == 4 && match.errors.contains("held by"))
        let wrong = try sandbox.session(
            "release", "a.session", "--name", "other", "--reason", "over")
        #expect(wrong.status == 3)
        #expect(try sandbox.session("release", "a.session", "--reason", "over").status == 0)
        #expect(
            try sandbox.session("redact", "a.session", "main@3", "--reason", "r").status == 0)
    }

    @Test
    func `old sessions are removed and recorded, and nothing else is touched`() async throws {
        for name in ["old", "held", "tagged"] { try await makeOld(name, isHeld: name == "held") }
        try Data("no session".utf8).write(to: sandbox.folder.appending(path: "x.session"))
        // What was said in them is old, but they are in use.
        #expect(try sandbox.session("tag", "tagged.session", "used", "main").status == 0)
        try Data(Self.longAgo.utf8).write(to: sandbox.folder.appending(path: "imported.jsonl"))
        let imported = try sandbox.session(
            "import", "imported.jsonl", "-o", "imported.session", "--format", "cloudevents")
        #expect(imported.status == 0, "\(imported.errors)")
        let before = try names()
        let dry = try sandbox.session("prune", ".", "--older-than", "90d", "--dry-run")
        #expect(dry.output.contains("goes") && dry.output.contains("held: hold: audit"))
        #expect(try sandbox.session("prune", ".", "--older-than", "90d").status == 4)
        #expect(try names() == before)
        let run = try sandbox.session("prune", ".", "--older-than", "90d", "--yes", "--json")
        #expect(run.status == 0, "\(run.errors)")
        #expect(try names() == before.subtracting(["old.session"]).union(["pruned.jsonl"]))
        let ledger = try String(
            contentsOf: sandbox.folder.appending(path: "pruned.jsonl"), encoding: .utf8)
        #expect(ledger.contains(#""file":"old.session""#))
        #expect(try sandbox.session("prune", ".", "--older-than", "soon").status == 2)
        #expect(try sandbox.session("prune", "nowhere", "--older-than", "1d").status == 3)
    }

    private static let longAgo = """
        {"specversion":"1.0","id":"1","source":"urn:x","type":"prompt.submitted",\
        "actor":"user:ana","time":"2001-01-01T00:00:00Z","data":{"text":"Long ago"}}

        """

    /// A session in which nothing happened since 2001.
    private func makeOld(_ name: String, isHeld: Bool) async throws {
        let session = try await Session.create(
            at: sandbox.folder.appending(path: "\(name).session").path,
            options: SessionOptions(clock: { Timestamp(microseconds: 978_307_200_000_000) }))
        try await session.append(
            [.prompt("Long ago", by: .user("ana"))], to: .main, expecting: .any)
        if isHeld { try await session.hold(reason: "audit", by: .user("ana")) }
        try await session.close()
    }

    private func names() throws -> Set<String> {
        Set(
            try FileManager.default.contentsOfDirectory(atPath: sandbox.folder.path)
                .filter { !$0.hasPrefix(".") })
    }

    @Test
    func `a compacted session says how much smaller it is, and tells the same`() throws {
        let before = try sandbox.session("log", "a.session", "--json").output
        let run = try sandbox.session("compact", "a.session")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("of what it was"))
        #expect(try sandbox.session("log", "a.session", "--json").output == before)
        #expect(try sandbox.session("compact", "a.session").output.contains("as small as it can"))
    }
}
