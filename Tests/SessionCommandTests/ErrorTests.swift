import Foundation
import Testing

@testable import session

@Suite("Wrong use")
struct ErrorTests {
    /// A command line, the exit code that it must give, and a part of what is said.
    private struct Case {
        let line: String
        let status: CommandStatus
        let text: String

        init(_ line: String, _ status: CommandStatus, _ text: String) {
            (self.line, self.status, self.text) = (line, status, text)
        }
    }

    private static let cases: [Case] = [
        Case("log", .usage, "Missing expected argument '<file>'"),
        Case("log a.session --bogus", .usage, "Unknown option '--bogus'"),
        Case("logg a.session", .usage, "there is no verb \"logg\""),
        Case("a.session log", .usage, "The verb comes first"),
        Case("show a.session main@@", .usage, "is no moment"),
        Case("log a.session --kind nonsense", .usage, "there is no kind"),
        Case("log a.session --since yesterdayish", .usage, "is no time"),
        Case("branch a.session a:b", .usage, "cannot name a branch"),
        Case("branch a.session x --rename", .usage, "--rename takes"),
        Case("export a.session --format pdf", .usage, "'pdf'"),
        Case("log missing.session", .notFound, "missing.session"),
        Case("info missing.session", .notFound, "missing.session"),
        Case("list missing", .notFound, "there is no folder"),
        Case("import missing.jsonl", .notFound, "missing.jsonl"),
        Case("show a.session main@99", .notFound, "99"),
        Case("show a.session nowhere", .notFound, "nowhere"),
        Case("show a.session #9999", .notFound, "9999"),
        Case("log a.session --branch nowhere", .notFound, "nowhere"),
        Case("cat a.session main:nowhere.txt", .notFound, "nowhere.txt"),
        Case("preview a.session --branch nowhere", .notFound, "nowhere"),
        Case("new a.session", .refused, "a.session"),
        Case("branch a.session main", .refused, "main"),
        Case("log .", .damaged, "is a directory"),
        Case("log text.session", .damaged, "text.session"),
        Case("info empty.session", .damaged, "empty.session"),
    ]

    @Test
    func `each error has its exit code, says what happened, and writes nothing to standard output`()
        throws
    {
        let sandbox = try Sandbox()
        try sandbox.makeSession()
        try Data("no database at all, only text".utf8)
            .write(to: sandbox.folder.appending(path: "text.session"))
        try Data().write(to: sandbox.folder.appending(path: "empty.session"))
        for wrong in Self.cases {
            let run = try sandbox.run(wrong.line.split(separator: " ").map(String.init))
            #expect(run.status == wrong.status.rawValue, "\(wrong.line): \(run.errors)")
            #expect(run.errors.hasPrefix("session: "), "\(wrong.line): \(run.errors)")
            #expect(run.errors.contains(wrong.text), "\(wrong.line): \(run.errors)")
            #expect(run.output.isEmpty, "\(wrong.line): \(run.output)")
        }
    }

    @Test
    func `with --json an error is one JSON object on standard error`() throws {
        for arguments in [
            ["log", "missing.session", "--json"], ["show", "x", "main@@", "--json"],
        ] {
            let run = try Sandbox().run(arguments)
            let object = try JSONSerialization.jsonObject(with: Data(run.errors.utf8))
            let error = try #require((object as? [String: [String: String]])?["error"])
            #expect(error["code"]?.isEmpty == false)
            #expect(error["message"]?.isEmpty == false)
            #expect(run.output.isEmpty)
        }
    }

    @Test
    func `verify of what cannot be opened sends nobody to verify`() throws {
        let sandbox = try Sandbox()
        try sandbox.makeSession()
        let place = sandbox.folder.appending(path: "a.session")
        let bytes = try Data(contentsOf: place)
        try bytes.prefix(bytes.count / 2).write(to: place)
        let run = try sandbox.session("verify", "a.session")
        #expect(run.status == CommandStatus.damaged.rawValue)
        #expect(run.errors.contains("Restore the file") && !run.errors.contains("session verify"))
    }

    @Test
    func `a name that a tag has is free for no branch, and nobody is told to rename one`() throws {
        let sandbox = try Sandbox()
        try sandbox.makeSession()
        try sandbox.session("tag", "a.session", "v1")
        let run = try sandbox.session("branch", "a.session", "v1")
        #expect(run.status == CommandStatus.refused.rawValue)
        #expect(run.errors.contains("there is a tag v1") && !run.errors.contains("--rename"))
    }

    @Test
    func `a moment that does not read is answered with the forms that do`() throws {
        let run = try Sandbox().session("state", "a.session", "main@{5}")
        #expect(run.errors.contains("main@120"))
        #expect(run.errors.contains("main~2"))
        #expect(run.errors.contains("\"main@{prompt 5}\""))
    }

    @Test
    func `a refused append says the head and writes nothing`() throws {
        let sandbox = try Sandbox()
        try sandbox.makeSession()
        let before = try sandbox.session("log", "a.session", "--json").output
        let run = try sandbox.session(
            "append", "a.session", "--expect", "3", input: Sandbox.events)
        #expect(run.status == CommandStatus.refused.rawValue)
        #expect(try sandbox.session("log", "a.session", "--json").output == before)
    }

    @Test
    func `one bad line among good ones appends none, and is named by its number`() throws {
        let sandbox = try Sandbox()
        try sandbox.makeSession()
        let before = try sandbox.session("log", "a.session", "--json").output
        let run = try sandbox.session("append", "a.session", input: Sandbox.events + "{\"oops\n")
        #expect(run.status == CommandStatus.usage.rawValue)
        #expect(run.errors.contains("ine 7"))
        #expect(try sandbox.session("log", "a.session", "--json").output == before)
    }
}
