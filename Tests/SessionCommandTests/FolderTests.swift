import Foundation
import SessionStore
import Testing

@Suite("A folder of sessions")
struct FolderTests {
    private let sandbox: Sandbox

    /// Two sessions, one of them in a folder below, and what does not count as one.
    init() throws {
        sandbox = try Sandbox()
        try sandbox.makeSession()
        let run = try sandbox.shell(
            """
            mkdir sub .hidden folder.session && cp a.session sub/b.session
            cp a.session .c.session; cp a.session .hidden/d.session; ln -s a.session link.session
            cp a.session a.session.bak; mkfifo pipe.session
            """)
        try #require(run.status == 0, "\(run.errors)")
    }

    private func files(_ arguments: String...) throws -> [String] {
        let run = try sandbox.shell("session \(arguments.joined(separator: " ")) --json")
        #expect(run.status == 0, "\(run.errors)")
        return run.lines.compactMap { line in
            let object = try? JSONSerialization.jsonObject(with: Data(line.utf8))
            let members = object as? [String: Any]
            return members?["path"] as? String
        }
    }

    @Test func `one rule says what is a session of it, for every verb`() async throws {
        #expect(try files("list", ".") == ["a.session"])
        #expect(try files("list", ".", "--recursive") == ["a.session", "sub/b.session"])
        #expect(try files("list", "sub/") == ["sub/b.session"])
        let pruner = SessionPruner(folder: sandbox.folder.path)
        let limit = Timestamp(microseconds: 0)
        #expect(try await pruner.candidates(before: limit).map(\.file) == ["a.session"])
        let alone = try sandbox.session("usage", "a.session").output
        #expect(try sandbox.session("usage", ".").output == alone && !alone.isEmpty)
        let audit = try sandbox.session("audit", ".", "--kind", "prompt", "--json")
        let one = try sandbox.session("audit", "a.session", "--kind", "prompt", "--json")
        #expect(audit.lines.count == one.lines.count && !one.lines.isEmpty)
        // A file that is named and lies in a folder that is named is one.
        #expect(try sandbox.session("usage", "a.session", ".").output == alone)
    }

    @Test func `a folder without sessions, and what is no folder, are told apart`() throws {
        try FileManager.default.createDirectory(
            at: sandbox.folder.appending(path: "empty"), withIntermediateDirectories: false)
        #expect(try sandbox.session("list", "empty").output == "no sessions in empty\n")
        #expect(try sandbox.session("list", "nowhere").status == 3)
        #expect(try sandbox.session("list", "a.session").status == 2)
        #expect(try sandbox.session("prune", "nowhere", "--older-than", "1d").status == 3)
        #expect(try sandbox.session("usage", "empty").status == 0)
    }
}
