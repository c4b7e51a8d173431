import Foundation
import Testing

@testable import session

@Suite("Files given to session append")
struct AppendFileTests {
    private let box: Sandbox

    /// `main` has `/p/a/README.md`; `idea` `/p/b/README.md` too; `plan` was forked before both.
    init() throws {
        box = try Sandbox()
        try box.makeSession()
        try box.session("branch", "a.session", "plan")
        try box.session("append", "a.session", input: Sandbox.file("/p/a/README.md", "a"))
        try box.session("branch", "a.session", "idea")
        try box.session(
            "append", "a.session", "--branch", "idea",
            input: Sandbox.file("/p/b/README.md", "b"))
        try Data("new\n".utf8).write(to: box.folder.appending(path: "README.md"))
    }

    private func append(_ file: String, to branch: String) throws -> Sandbox.Run {
        try box.session("append", "a.session", "--branch", branch, "--file", file)
    }

    private func files(_ branch: String) throws -> [String] {
        try box.session("files", "a.session", branch).lines.dropFirst()
            .compactMap { $0.split(separator: " ").last.map(String.init) }
    }

    @Test func `a short path is that of the one file that ends so`() throws {
        #expect(try append("README.md", to: "main").status == 0)
        #expect(try box.session("cat", "a.session", "main:/p/a/README.md").output == "new\n")
        #expect(try files("main") == ["/p/a/README.md"])
    }

    @Test func `a short path of two files is refused with both`() throws {
        let run = try append("README.md", to: "idea")
        #expect(run.status == CommandStatus.usage.rawValue)
        #expect(run.errors.contains("/p/a/README.md") && run.errors.contains("/p/b/README.md"))
    }

    @Test func `a short path of a file that only another branch has is refused with its path`()
        throws
    {
        let run = try append("README.md", to: "plan")
        #expect(run.status == CommandStatus.notFound.rawValue)
        #expect(run.errors.contains("/p/a/README.md is one on main"), "\(run.errors)")
        #expect(run.errors.contains("--file /p/a/README.md=README.md"))
        #expect(run.errors.contains("--file ./README.md=README.md"))
        #expect(try files("plan").isEmpty)
    }

    @Test func `a short path of a file that was removed is refused with its path`() throws {
        let line = #"{"type":"file.changed","subject":"/p/a/README.md","data":{"removed":true}}"#
        #expect(try box.session("append", "a.session", input: line).status == 0)
        let run = try append("README.md", to: "main")
        #expect(run.status == CommandStatus.notFound.rawValue)
        #expect(run.errors.contains("/p/a/README.md is one that was removed"), "\(run.errors)")
    }

    @Test(arguments: [
        ("./README.md", "README.md"), ("/q/README.md=README.md", "/q/README.md"),
        ("notes.md=README.md", "notes.md"), ("./a/README.md=README.md", "a/README.md"),
    ])
    func `a path in full, after a dot or of no file at all is a new file`(
        file: String, path: String
    ) throws {
        for branch in ["main", "idea", "plan"] {
            let before = try files(branch)
            let run = try append(file, to: branch)
            #expect(run.status == 0, "\(run.errors)")
            #expect(try files(branch).sorted() == (before + [path]).sorted())
            #expect(try box.session("cat", "a.session", "\(branch):./\(path)").output == "new\n")
        }
    }
}
