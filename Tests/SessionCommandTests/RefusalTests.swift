import Foundation
import Testing

@testable import session

@Suite("What the command refuses to do by accident")
struct RefusalTests {
    @Test func `an export never replaces a session, forced or not`() throws {
        let sandbox = try Sandbox()
        try sandbox.session("new", "a.session")
        let before = try Data(contentsOf: sandbox.folder.appending(path: "a.session"))
        for target in ["a.session", "./../\(sandbox.folder.lastPathComponent)/a.session"] {
            let run = try sandbox.session("export", "a.session", "-o", target, "--force")
            #expect(run.status == 4, "\(run.errors)")
        }
        #expect(try Data(contentsOf: sandbox.folder.appending(path: "a.session")) == before)
    }

    @Test func `an event with an id is appended once, and the answer says so`() throws {
        let sandbox = try Sandbox()
        try sandbox.session("new", "a.session")
        let line = #"{"type":"note.added","data":{"text":"s"},"id":"n1"}"# + "\n"
        #expect(try sandbox.session("append", "a.session", input: line).output.contains("1 event"))
        let again = try sandbox.session("append", "a.session", input: line)
        #expect(again.output.contains("0 events (1 there already)"), "\(again.output)")
        let other = line.replacing(#""s""#, with: #""t""#)
        #expect(try sandbox.session("append", "a.session", input: other).status == 4)
    }

    @Test(arguments: [
        ["merge", "a.session", "main", "--into", "idea"],
        ["pick", "a.session", "main@8", "--onto", "idea"],
        ["restore", "a.session", "main@2", "--branch", "idea", "--dry-run"],
    ])
    func `what an archived branch would refuse is not shown as if it could be written`(
        arguments: [String]
    ) throws {
        let sandbox = try Sandbox()
        try sandbox.makeSession()
        try sandbox.session("branch", "a.session", "idea", "main@7")
        #expect(try sandbox.run(arguments).status == 0)
        try sandbox.session("branch", "a.session", "--archive", "idea")
        let run = try sandbox.run(arguments)
        #expect(run.status == CommandStatus.refused.rawValue && run.output.isEmpty)
        #expect(run.errors.contains("idea is archived"), "\(run.errors)")
        try sandbox.session("archive", "a.session")
        #expect(try sandbox.run(arguments).status == CommandStatus.refused.rawValue)
    }

    @Test func `a kind that is mistyped is refused with the kinds there are`() throws {
        let sandbox = try Sandbox()
        try sandbox.session("new", "a.session")
        let run = try sandbox.session(
            "append", "a.session", input: #"{"type":"prompt.submited","data":{"text":"x"}}"#)
        #expect(run.status == 2)
        #expect(run.errors.contains("prompt.submitted"))
    }

    @Test func `removed files are listed when asked for, and cat says what became of one`() throws {
        let sandbox = try Sandbox()
        try sandbox.session("new", "a.session")
        let lines = [
            #"{"type":"file.changed","subject":"a.txt","data":{"content":"one\n"}}"#,
            #"{"type":"file.changed","subject":"a.txt","data":{"removed":true}}"#,
        ]
        try sandbox.session("append", "a.session", input: lines.joined(separator: "\n"))
        #expect(try !sandbox.session("files", "a.session").output.contains("a.txt"))
        #expect(try sandbox.session("files", "a.session", "--removed").output.contains("a.txt"))
        let cat = try sandbox.session("cat", "a.session", "main:a.txt")
        #expect(cat.status == 3)
        #expect(cat.errors.contains("removed"), "\(cat.errors)")
    }

    @Test func `tags are set, listed and moments`() throws {
        let sandbox = try Sandbox()
        try sandbox.session("new", "a.session", "--title", "T")
        #expect(try sandbox.session("tag", "a.session", "start", "main@1").status == 0)
        #expect(try sandbox.session("tag", "a.session").output.contains("main@1"))
        #expect(try sandbox.session("show", "a.session", "start").output.contains("created"))
        #expect(try sandbox.session("tag", "a.session", "main").status == 4)
    }

    @Test(arguments: 8...9)
    func `where no more files can be opened that is the reason given`(count: Int) throws {
        let sandbox = try Sandbox()
        try sandbox.makeSession()
        // A file that nobody has written to for long needs fewer.
        let run = try sandbox.shell(
            "touch -d '+1 hour' a.session; ulimit -n \(count); session log a.session > log.txt")
        #expect(run.status == 6 && run.errors.lowercased().contains("too many"), "\(run.errors)")
        #expect(run.errors.contains("ulimit -n"))
        #expect(try sandbox.session("log", "a.session").status == 0)
    }

    @Test func `a name that begins with a dash is a file`() throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.session("new", "-a.session", "--title", "dashed").status == 0)
        let line = #"{"type":"note.added","data":{"text":"s"}}"#
        #expect(try sandbox.session("append", "-a.session", input: line).status == 0)
        for words in [["-a.session"], ["--", "-a.session"], ["./-a.session", "--json"]] {
            #expect(try sandbox.run(["state"] + words).output.contains("dashed"))
        }
    }

    @Test(arguments: [[], ["--chain"]])
    func `a file without one of our triggers is verified, and read no further`(
        scope: [String]
    ) throws {
        let sandbox = try Sandbox()
        try sandbox.makeSession()
        let dropped = try sandbox.shell("sqlite3 a.session 'DROP TRIGGER log_no_update'")
        #expect(dropped.status == 0, "\(dropped.errors)")
        let run = try sandbox.run(["verify", "a.session"] + scope)
        #expect(run.status == 1 && run.output.contains("lacks the trigger log_no_update"))
        #expect(run.output.contains("a.session: 1 finding"), "\(run.output)")
        #expect(try sandbox.session("log", "a.session").status == 5)
    }

    @Test func `what a killed import left goes with the next session of the folder`() throws {
        let sandbox = try Sandbox()
        let run = try sandbox.shell(
            """
            for end in "" -hold -wal -shm; do echo > .x.session.new-1ab$end; done
            echo mine > .y.session.new-idea
            session new a.session > out; ls -A
            """)
        #expect(run.lines.filter { $0.hasPrefix(".x") }.isEmpty, "\(run.output)")
        #expect(run.lines.contains(".y.session.new-idea") && run.lines.contains("a.session"))
    }
}
