import Foundation
import Testing

@testable import session

@Suite("Branches at the command line")
struct BranchTests {
    let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox()
        try sandbox.makeSession()
    }

    @Test
    func `a fork begins where it was told to, and is listed`() throws {
        let run = try sandbox.session("branch", "a.session", "idea", "main~1")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.hasPrefix("forked idea from main@"))
        let list = try sandbox.session("branch", "a.session")
        #expect(list.lines.count == 3)
        #expect(list.output.contains("idea"))
        #expect(try sandbox.session("branch", "a.session", "head").status == 0)
        let json = try sandbox.session("branch", "a.session", "--json")
        #expect(json.lines.count == 3)
    }

    @Test
    func `a preview shows the first branch and the last ones, and says how many are left`() throws {
        for index in 1...14 { try sandbox.session("branch", "a.session", "b\(index)", "main") }
        let some = try sandbox.session("preview", "a.session")
        let shown = some.lines.compactMap { line in
            line.contains("@") ? line.prefix { $0 != "@" }.description : nil
        }
        #expect(shown == ["main"] + (4...14).map { "b\($0)" })
        #expect(some.output.contains("and 3 older branches: session preview a.session --all"))
        let all = try sandbox.session("preview", "a.session", "--all")
        #expect(all.lines.count { $0.contains("@") } == 15)
        #expect(try sandbox.session("preview", "a.session", "--json").lines.count == 15)
        let one = try sandbox.session("preview", "a.session", "--branch", "b2")
        #expect(one.lines.first?.hasPrefix("b2@") == true)
        #expect(!one.output.contains("older"))
        let none = try sandbox.session("preview", "a.session", "--branch", "b99")
        #expect(none.status == 3)
        #expect(none.errors.contains("there is no branch \"b99\""))
    }

    @Test
    func `appending to a branch leaves main as it was`() throws {
        try sandbox.session("branch", "a.session", "idea", "main~1")
        let main = try sandbox.session("log", "a.session", "--branch", "main", "--json").output
        let run = try sandbox.session(
            "append", "a.session", "--branch", "idea", input: Sandbox.events)
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            try sandbox.session("log", "a.session", "--branch", "main", "--json").output == main)
        let idea = try sandbox.session("log", "a.session", "--branch", "idea")
        #expect(idea.lines.first?.contains("Then add x.") == true)
    }

    @Test
    func `the timeline draws a lane for each branch and joins them at the fork`() throws {
        try sandbox.session("branch", "a.session", "idea", "main~1")
        try sandbox.session("append", "a.session", "--branch", "idea", input: Sandbox.events)
        try sandbox.session("append", "a.session", input: Sandbox.events)
        let down = try sandbox.session("log", "a.session").output
        #expect(down.contains("├─╯"))
        #expect(down.contains("│ ●"))
        #expect(down.contains("(idea)"))
        let up = try sandbox.session("log", "a.session", "--reverse").output
        #expect(up.contains("├─╮"))
    }

    @Test
    func `a branch is renamed and archived; then it takes no events`() throws {
        try sandbox.session("branch", "a.session", "idea")
        #expect(
            try sandbox.session("branch", "a.session", "--rename", "idea", "actors").output
                == "idea is now actors\n")
        #expect(try sandbox.session("branch", "a.session", "--archive", "actors").status == 0)
        #expect(try sandbox.session("branch", "a.session").output.contains("actors (archived)"))
        let refused = try sandbox.session(
            "append", "a.session", "--branch", "actors", input: Sandbox.events)
        #expect(refused.status == CommandStatus.refused.rawValue)
    }
}
