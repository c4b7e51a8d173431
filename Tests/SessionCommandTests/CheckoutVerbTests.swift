import Foundation
import Testing

@testable import session

@Suite("Checkout at the command line")
struct CheckoutVerbTests {
    let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox()
        try sandbox.makeSession()
        let files =
            Sandbox.file("/p/a.txt", "one\n") + Sandbox.file("/p/bin/x.sh", "x", mode: "100755")
            + Sandbox.file("/p/../../\u{1B}[31mup", "bad")
        #expect(try sandbox.session("append", "a.session", input: files).status == 0)
    }

    private func text(_ path: String) -> String? {
        try? String(contentsOf: sandbox.folder.appending(path: path), encoding: .utf8)
    }

    @Test
    func `files are written, and what was left out is said on standard error`() throws {
        let run = try sandbox.session("checkout", "a.session", "-o", "out/deep")
        #expect(run.status == 0)
        #expect(run.output.contains("wrote 2 files of main@11 into out/deep, where /p is its top"))
        #expect(run.errors.contains("left out 1 file"))
        #expect(run.errors.contains("leads upwards"))
        #expect(!run.errors.contains("\u{1B}"))
        #expect(text("out/deep/a.txt") == "one\n")
        #expect(text("out/deep/bin/x.sh") == "x")
    }

    @Test
    func `a folder in use is refused, until it is forced, and then only its own files change`()
        throws
    {
        _ = try sandbox.shell("mkdir out && echo mine > out/mine && echo old > out/a.txt")
        let refused = try sandbox.session("checkout", "a.session", "main", "-o", "out")
        #expect(refused.status == CommandStatus.refused.rawValue)
        #expect(refused.errors.contains("--force"))
        #expect(text("out/a.txt") == "old\n")
        let run = try sandbox.session(
            "checkout", "a.session", "main", "-o", "out", "--force", "--path", "a.txt", "--json")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.lines.count == 2 && run.errors.isEmpty)
        #expect(text("out/a.txt") == "one\n" && text("out/mine") == "mine\n")
        #expect(text("out/bin/x.sh") == nil)
    }

    @Test
    func `a dry run writes nothing, and a file in the folder's place is refused`() throws {
        let run = try sandbox.session("checkout", "a.session", "-o", "out", "--dry-run")
        #expect(run.output.contains("would write 2 files"))
        #expect(!Sandbox.exists(sandbox.folder.appending(path: "out").path))
        let file = try sandbox.session("checkout", "a.session", "-o", "a.session")
        #expect(file.status == CommandStatus.refused.rawValue)
        let forced = try sandbox.session("checkout", "a.session", "-o", "a.session", "--force")
        #expect(forced.status == CommandStatus.inaccessible.rawValue, "\(forced.errors)")
        #expect(try sandbox.session("verify", "a.session").status == 0)
    }
}
