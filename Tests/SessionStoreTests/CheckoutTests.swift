import Foundation
import SessionStore
import Testing

@Suite("Checkout")
struct CheckoutTests {
    private let folder: TemporaryFolder
    private let session: Session

    init() async throws {
        folder = try TemporaryFolder()
        session = try await Session.inMemory()
        try folder.write(Array("keep".utf8), "outside")
        try FileManager.default.createDirectory(
            atPath: folder.file("elsewhere"), withIntermediateDirectories: true)
    }

    private func append(_ files: [(String, String, String?)]) async throws {
        try await session.append(
            files.map { .file($0.0, content: Array($0.1.utf8), mode: $0.2, by: .tool("x")) },
            to: .main, expecting: .any)
    }

    private func run(_ options: CheckoutOptions = CheckoutOptions()) async throws -> Checkout {
        try await session.checkout(.named(.main), into: folder.file("out"), options: options)
    }

    /// Everything beside the folder that was written into.
    private func outside() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            .filter { $0 != "out" && !$0.hasPrefix("out/") }.sorted()
    }

    private func text(_ name: String) throws -> String {
        String(decoding: try folder.bytes("out/" + name), as: UTF8.self)
    }

    @Test func `files come out byte for byte, executable where they were, links as links`()
        async throws
    {
        let binary = [UInt8](0...255)
        try await session.append(
            [
                .setting("cwd", "/home/ana/app", by: .system),
                .file("/home/ana/app/bin/data", content: binary, by: .system),
                EventDraft(
                    FileChanged(renamedFrom: "/home/ana/app/old"), by: .system,
                    subject: "/home/ana/app/new", content: [1]),
                EventDraft(
                    FileChanged(unknown: "not seen"), by: .system, subject: "/home/ana/app/doubt"),
                .file("/home/ana/app/gone", content: [1], by: .system),
                .removedFile("/home/ana/app/gone", by: .system),
            ], to: .main, expecting: .any)
        try await append([
            ("/home/ana/app/run.sh", "#!/bin/sh\n", "100755"),
            ("/home/ana/app/bin/link", "../run.sh", "120000"), ("/home/ana/app/empty", "", nil),
        ])
        let checkout = try await run()
        #expect(checkout.root == "/home/ana/app")
        #expect(
            checkout.written.map(\.place) == ["bin/data", "bin/link", "empty", "new", "run.sh"])
        #expect(
            checkout.leftOut == [
                FilePlacement.LeftOut(
                    path: "/home/ana/app/doubt", reason: "its content is unknown: not seen")
            ])
        #expect(try folder.bytes("out/bin/data") == binary)
        #expect(try text("bin/link") == "#!/bin/sh\n")
        #expect(FileManager.default.isExecutableFile(atPath: folder.file("out/run.sh")))
        #expect(!FileManager.default.isExecutableFile(atPath: folder.file("out/empty")))
        #expect(try outside() == ["elsewhere", "outside"])
    }

    @Test(arguments: [
        ("../../x", "100644"), ("/etc/../../x", "100644"), ("out/../../outside", "100644"),
        ("a\0/../x", "100644"), ("C:\\..\\x", "100644"),
        (String(repeating: "x", count: 4000), "100644"),
        (".git/hooks/pre-commit", "100755"), ("link", "120000"),
        ("good/.", "100644"), ("good/..", "100644"), ("good/", "100644"), ("./good/.", "120000"),
        ("ok/.", "100644"), ("ok/../good", "100644"), ("/.", "100644"),
    ])
    func `whatever a path or a link says, nothing outside the folder changes`(
        path: String, mode: String
    ) async throws {
        try await append([(path, "../outside", mode), ("good", "g", nil)])
        let checkout = try await run()
        #expect(checkout.leftOut.map(\.path) == [path])
        #expect(checkout.written.map(\.place) == ["good"])
        #expect(try outside() == ["elsewhere", "outside"])
        #expect(try String(decoding: folder.bytes("outside"), as: UTF8.self) == "keep")
    }

    @Test func `a link of the log leads no other file outside, nor does one through another`()
        async throws
    {
        try await append([
            ("p/q/top", "../..", "120000"), ("up", "p/q/top/../elsewhere", "120000"),
            ("dir", "p", "120000"), ("dir/x", "x", nil), ("self", "self", "120000"),
        ])
        let checkout = try await run()
        #expect(checkout.written.map(\.path) == ["dir", "p/q/top", "self"])
        #expect(checkout.leftOut.map(\.path) == ["dir/x", "up"])
        #expect(try outside() == ["elsewhere", "outside"])
        #expect(
            try FileManager.default.contentsOfDirectory(
                atPath: folder.file("elsewhere")
            ).isEmpty)
    }

    @Test func `links that lie in the folder lead no write outside`() async throws {
        let manager = FileManager.default
        try manager.createDirectory(
            atPath: folder.file("out"), withIntermediateDirectories: true)
        try manager.createSymbolicLink(
            atPath: folder.file("out/dir"), withDestinationPath: folder.file("elsewhere"))
        try manager.createSymbolicLink(
            atPath: folder.file("out/file"), withDestinationPath: folder.file("outside"))
        try folder.write([1], "out/app.session")
        try manager.createDirectory(
            atPath: folder.file("out/taken"), withIntermediateDirectories: true)
        try await append([
            ("dir/x", "x", nil), ("file", "new", nil), ("through", "dir/y", "120000"),
            ("app.session", "x", nil), ("taken", "x", nil), ("blocked/x", "x", nil),
        ])
        await #expect(throws: SessionError.self) { try await run() }
        let checkout = try await run(CheckoutOptions(isReplacing: true))
        #expect(checkout.written.map(\.place) == ["blocked/x", "file"])
        #expect(checkout.leftOut.map(\.path) == ["app.session", "dir/x", "taken", "through"])
        #expect(try text("file") == "new")
        #expect(try folder.bytes("out/app.session") == [1])
        #expect(try String(decoding: folder.bytes("outside"), as: UTF8.self) == "keep")
        #expect(try manager.contentsOfDirectory(atPath: folder.file("elsewhere")).isEmpty)
        #expect(try folder.contents == ["elsewhere", "out", "outside"])
        let left = try manager.contentsOfDirectory(atPath: folder.file("out"))
        #expect(!left.contains { $0.hasPrefix(".session-checkout") })
    }

    @Test func `a file that was renamed away is left out, and a dry run writes nothing`()
        async throws
    {
        try await append([("old", "1", nil)])
        try await session.append(
            [
                EventDraft(
                    FileChanged(renamedFrom: "old"), by: .system, subject: "new", content: [50])
            ], to: .main, expecting: .any)
        let plan = try await run(CheckoutOptions(isDryRun: true))
        #expect(plan.written.map(\.place) == ["new"])
        #expect(plan.leftOut.map(\.reason) == ["it was renamed to new"])
        #expect(!FileManager.default.fileExists(atPath: folder.file("out")))
        #expect(try await run() == plan)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("out")) == ["new"])
    }

    @Test func `a file that became a folder of its own name leaves the place to it`() async throws {
        try await append([("read", "1", nil)])
        try await session.append(
            [
                EventDraft(
                    FileChanged(renamedFrom: "read"), by: .system, subject: "read/me",
                    content: [50])
            ], to: .main, expecting: .any)
        let checkout = try await run()
        #expect(checkout.written.map(\.place) == ["read/me"])
        #expect(checkout.leftOut.map(\.reason) == ["it was renamed to read/me"])
    }

    @Test func `after a restore a checkout writes the files of the moment, renames or not`()
        async throws
    {
        func renamed(_ path: String, from source: String) -> EventDraft {
            EventDraft(
                FileChanged(renamedFrom: source), by: .system, subject: path, content: [50])
        }
        try await append([("a", "1", nil), ("z", "1", nil)])
        try await session.append(
            [renamed("b", from: "a"), renamed("c", from: "z")], to: .main, expecting: .any)
        try await append([("a", "2", nil)])
        let then = try await session.checkout(
            .named(.main), into: folder.file("then"), options: CheckoutOptions(isDryRun: true))
        #expect(then.written.map(\.path) == ["a", "b", "c"])
        try await session.tag("then", at: .named(.main))
        try await session.append(
            ["a", "b", "c", "z"].map { .removedFile($0, by: .system) }, to: .main,
            expecting: .any)
        try await session.restore(.named("then"), by: .system)
        let now = try await run()
        #expect(now.written.map(\.path) == then.written.map(\.path))
        #expect(now.leftOut == then.leftOut)
    }
}
