import Foundation
import Testing

@testable import session

@Suite("Files at a moment")
struct FileTests {
    let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox()
        try sandbox.makeSession()
        try sandbox.session("append", "a.session", input: Self.unknown)
    }

    /// Two paths with the same ending, one of them with content that nobody knows.
    private static let unknown = """
        {"type":"file.changed","subject":"/work/app/src/main.py","actor":"tool:edit",\
        "data":{"unknown":"the edit was not recorded"}}
        {"type":"file.changed","subject":"/work/lib/src/main.py","actor":"tool:edit",\
        "data":{"unknown":"the edit was not recorded"}}

        """

    @Test
    func `what the log does not tell is said to be unknown, with the reason`() throws {
        let list = try sandbox.session("files", "a.session")
        #expect(list.output.contains("unknown"))
        #expect(list.output.contains("the edit was not recorded"))
        let cat = try sandbox.session("cat", "a.session", "main:/work/app/src/main.py")
        #expect(cat.status == CommandStatus.notFound.rawValue)
        #expect(cat.output.isEmpty)
    }

    @Test
    func `of a file that was only seen, cat says when`() throws {
        try sandbox.session("import", Sandbox.sample, "-o", "sample.session")
        let run = try sandbox.session("cat", "sample.session", "main@20:reader.py")
        #expect(run.status == 0 && run.output.contains("def parse_line"), "\(run.output)")
        #expect(
            run.errors == """
                session: /home/ana/tidycsv/tidycsv/reader.py as last seen at main@15: the log does \
                not tell it at main@20

                """)
        let known = try sandbox.session("cat", "sample.session", "main:reader.py")
        #expect(known.status == 0 && known.errors.isEmpty, "\(known.errors)")
    }

    @Test
    func `a short path that fits two files is refused with both of them`() throws {
        let run = try sandbox.session("cat", "a.session", "main:src/main.py")
        #expect(run.status == CommandStatus.usage.rawValue)
        #expect(run.errors.contains("/work/app/src/main.py"))
        #expect(run.errors.contains("/work/lib/src/main.py"))
    }

    @Test
    func `paths that are equal as text and not in bytes are two files`() throws {
        let files = [("e\u{301}", "two"), ("\u{e9}", "one")]
        for (path, content) in files {
            try sandbox.session("append", "a.session", input: Sandbox.file(path, content))
        }
        for (path, content) in files {
            #expect(try sandbox.session("cat", "a.session", "main:" + path).output == content)
        }
    }

    @Test
    func `a path with a colon is written with one before it, which the error says`() throws {
        try sandbox.session("append", "a.session", input: Sandbox.file(#"C:\x"#, "one"))
        for verb in ["cat", "blame"] {
            let refused = try sandbox.session(verb, "a.session", #"C:\x"#)
            #expect(refused.status == CommandStatus.notFound.rawValue)
            #expect(refused.errors.contains(#"needs one before it: ":C:\x""#), "\(refused.errors)")
            let run = try sandbox.session(verb, "a.session", #":C:\x"#)
            #expect(run.status == 0 && run.output.contains("one"), "\(run.errors)")
        }
    }

    @Test
    func `an empty path is none, even where one ends with a slash`() throws {
        try sandbox.session("append", "a.session", input: Sandbox.file("/", "root"))
        let run = try sandbox.session("cat", "a.session", "")
        #expect(run.status == CommandStatus.usage.rawValue && run.output.isEmpty)
        #expect(run.errors.contains("this one is empty"))
    }

    @Test
    func `at a moment before the files there are none`() throws {
        let run = try sandbox.session("files", "a.session", "main@1")
        #expect(run.output == "no files at main@1\n")
    }
}
