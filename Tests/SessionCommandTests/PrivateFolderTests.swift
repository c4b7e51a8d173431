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
        #expect(try names.contains { $0.hasPrefix(".copy-session-") })
        let again = try sandbox.run(["merge", "a.session", "b.session"], environment: place)
        #expect(again.status == CommandStatus.findings.rawValue, "\(again.errors)")
        #expect(try !names.contains { $0.hasPrefix(".copy-session-") })
    }
}
