import Foundation
import Testing

@testable import session

/// A file that both sides changed in three places of their own and in two that they share.
@Suite("Merging the lines of a file")
struct MergePlacesTests {
    let sandbox: Sandbox
    private static let base = (1...30).map { "line \($0)\n" }

    private static func text(_ changes: [Int: String]) -> String {
        base.enumerated().map { changes[$0.offset + 1].map { $0 + "\n" } ?? $0.element }.joined()
    }

    private static let ours = text([3: "OUR 3", 10: "OUR 10", 20: "OUR 20"])
    private static let theirs = text([10: "THEIR 10", 20: "THEIR 20", 28: "THEIR 28"])

    init() throws {
        sandbox = try Sandbox()
        try sandbox.session("new", "a.session")
        try write(Self.base.joined(), to: "main")
        try sandbox.session("branch", "a.session", "idea")
        try write(Self.ours, to: "main")
        try write(Self.theirs, to: "idea")
        for (name, text) in [("b", Self.base.joined()), ("o", Self.ours), ("t", Self.theirs)] {
            try Data(text.utf8).write(to: sandbox.folder.appending(path: name))
        }
    }

    private func write(_ text: String, to branch: String) throws {
        let run = try sandbox.session(
            "append", "a.session", "--branch", branch, input: Sandbox.file("/p/a.txt", text))
        #expect(run.status == 0, "\(run.errors)")
    }

    private func merge(_ words: String...) throws -> Sandbox.Run {
        try sandbox.run(["merge", "a.session", "idea"] + words)
    }

    private var merged: String {
        get throws { try sandbox.session("cat", "a.session", "/p/a.txt").output }
    }

    @Test(arguments: ["ours", "theirs"])
    func `a side is taken where both changed the lines, as git merge-file takes it`(
        side: String
    ) throws {
        let run = try merge("--\(side)", "a.txt", "--commit")
        #expect(run.status == 0, "\(run.errors)")
        #expect(try merged == sandbox.shell("git merge-file -p --\(side) o b t").output)
    }

    @Test func `all that is open is joined, too, and both sides' lines are git's union`() throws {
        let run = try merge("--all", "both", "--commit")
        #expect(run.status == 0, "\(run.errors)")
        #expect(try merged == sandbox.shell("git merge-file -p --union o b t").output)
    }

    @Test(arguments: [("--ours-file", ours), ("--theirs-file", theirs)])
    func `a whole file is taken where that is said`(option: String, expected: String) throws {
        let run = try merge(option, "a.txt", "--commit")
        #expect(run.status == 0, "\(run.errors)")
        #expect(try merged == expected)
        let log = try sandbox.session("log", "a.session", "--kind", "branch.merged").output
        #expect(log.contains("/p/a.txt: \(option.dropFirst(2).dropLast(5))"), "\(log)")
    }

    @Test func `one place is answered at a time`() throws {
        let part = try merge("--ours", "a.txt#1", "--commit")
        #expect(part.status == CommandStatus.findings.rawValue)
        #expect(part.errors.contains("place 2 of 2 of /p/a.txt is open"), "\(part.errors)")
        let none = try merge("--ours", "a.txt#3")
        #expect(none.status == CommandStatus.notFound.rawValue)
        #expect(none.errors.contains("/p/a.txt: 2 places"), "\(none.errors)")
        let twice = try merge("--ours", "a.txt#1", "--theirs", "a.txt#1")
        #expect(twice.status == CommandStatus.usage.rawValue)
        let run = try merge("--ours", "a.txt#1", "--theirs", "/p/a.txt#2", "--commit")
        #expect(run.status == 0, "\(run.errors)")
        let expected = Self.text([3: "OUR 3", 10: "OUR 10", 20: "THEIR 20", 28: "THEIR 28"])
        #expect(try merged == expected)
    }

    @Test func `places that are not named become what the file does`() throws {
        let run = try merge("--theirs", "a.txt", "--both", "a.txt#2", "--commit")
        #expect(run.status == 0, "\(run.errors)")
        let expected = Self.text([
            3: "OUR 3", 10: "THEIR 10", 20: "OUR 20\nTHEIR 20", 28: "THEIR 28",
        ])
        #expect(try merged == expected)
    }
}
