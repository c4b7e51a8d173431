import Foundation
import Testing

@testable import session

@Suite("Copies that a merge is tried out in")
struct PrivateFolderTests {
    private let sandbox: Sandbox
    private let parent: URL

    init() throws {
        sandbox = try Sandbox()
        parent = sandbox.folder.appending(path: "temporary")
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: false)
    }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: parent.path) }
    }

    @Test func `what a killed merge left behind is removed by the next one`() throws {
        try sandbox.makeSession()
        try sandbox.session("append", "a.session", input: Sandbox.file("/p/a", "one"))
        try sandbox.session("copy", "a.session", "b.session")
        for (file, text) in [("a", "ours"), ("b", "theirs")] {
            try sandbox.session("append", file + ".session", input: Sandbox.file("/p/a", text))
        }
        let place = ["TMPDIR": parent.path]
        let killed = try sandbox.run(
            ["merge", "a.session", "b.session", "--edit"],
            environment: place.merging(["EDITOR": "kill -KILL $PPID;:"]) { $1 })
        #expect(killed.status == SIGKILL)
        #expect(try names.contains { $0.hasPrefix("session-copy-") })
        let again = try sandbox.run(["merge", "a.session", "b.session"], environment: place)
        #expect(again.status == CommandStatus.findings.rawValue, "\(again.errors)")
        #expect(try !names.contains { $0.hasPrefix("session-copy-") })
    }

    @Test func `the folder of a living process stays, and so does what is no such folder`() throws {
        let living = try PrivateFolder(in: parent.path, id: "1")
        let (file, link) = ("session-copy-file", "session-copy-link")
        try Data().write(to: parent.appending(path: file))
        try FileManager.default.createSymbolicLink(
            at: parent.appending(path: link), withDestinationURL: sandbox.folder)
        let name = try #require(living.path.split(separator: "/").last.map(String.init))
        PrivateFolder.removeLeftovers(in: parent.path)
        #expect(try Set(names) == [file, link, name])
        living.remove()
        #expect(try Set(names) == [file, link])
    }
}
