import Foundation
import Testing

@testable import session

@Suite("Restore at the command line")
struct RestoreVerbTests {
    let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox()
        try sandbox.makeSession()
        try sandbox.session("append", "a.session", input: Sandbox.file("/p/a.txt", "one\n"))
        try sandbox.session("tag", "a.session", "then")
        try sandbox.session("append", "a.session", input: Sandbox.file("/p/a.txt", "two\n"))
        let setting = #"{"type":"setting.changed","subject":"model","data":{"value":"m9"}}"#
        #expect(try sandbox.session("append", "a.session", input: setting + "\n").status == 0)
    }

    @Test
    func `files and settings come back as new events, once`() throws {
        let plan = try sandbox.session("restore", "a.session", "then", "--dry-run")
        #expect(plan.output.contains("would append a note and 2 events behind main@11"))
        let run = try sandbox.session("restore", "a.session", "then")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("file     /p/a.txt: 4 B"))
        #expect(run.output.contains("setting  model: m2"))
        #expect(run.output.contains("appended a note and 2 events behind main@11"))
        #expect(try sandbox.session("cat", "a.session", "main:/p/a.txt").output == "one\n")
        let again = try sandbox.session("restore", "a.session", "then")
        #expect(again.output == "main@14 has the files and settings of main@9 already\n")
    }

    @Test
    func `a path brings that file back alone, and one that fits nothing is an error`() throws {
        let run = try sandbox.session("restore", "a.session", "then", "a.txt", "--json")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.lines.count == 2 && run.lines[1].contains(#""revision":12"#))
        let diff = try sandbox.session("diff", "a.session", "then", "--json")
        #expect(diff.output.contains(#""subject":"model""#) && !diff.output.contains("a.txt"))
        let missing = try sandbox.session("restore", "a.session", "then", "nothing.py")
        #expect(missing.status == CommandStatus.notFound.rawValue)
    }

    @Test
    func `an archived branch is not written to, another one can be`() throws {
        try sandbox.session("branch", "a.session", "idea")
        try sandbox.session("branch", "a.session", "--archive", "idea")
        let refused = try sandbox.session("restore", "a.session", "then", "--branch", "idea")
        #expect(refused.status == CommandStatus.refused.rawValue)
        try sandbox.session("branch", "a.session", "other", "then")
        let run = try sandbox.session("restore", "a.session", "main", "--branch", "other")
        #expect(run.status == 0, "\(run.errors)")
        #expect(try sandbox.session("cat", "a.session", "other:/p/a.txt").output == "two\n")
        let unknown = try sandbox.session("restore", "a.session", "then", "--branch", "none")
        #expect(unknown.status == CommandStatus.notFound.rawValue)
    }
}
