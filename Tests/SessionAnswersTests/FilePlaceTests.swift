import SessionAnswers
import SessionStore
import Testing

@Suite("Files as people name them")
struct FilePlaceTests {
    private let session: Session

    init() async throws {
        session = try await Session.inMemory()
        let paths = ["/p/src/a.swift", "/p/tests/a.swift", "/p/b.swift", "C:/x"]
        try await session.append(
            paths.map { .file($0, content: Array($0.utf8), by: .tool("edit")) }, to: .main,
            expecting: .any)
    }

    private func find(_ text: String) async throws -> String {
        try await FilePlace(text).find(in: session, of: "a.session").file.path
    }

    @Test func `a path is found whole, by its end, or behind a moment`() async throws {
        #expect(try await find("/p/src/a.swift") == "/p/src/a.swift")
        #expect(try await find("src/a.swift") == "/p/src/a.swift")
        #expect(try await find("./b.swift") == "/p/b.swift")
        #expect(try await find("main@2:a.swift") == "/p/src/a.swift", "the only one by then")
        #expect(try await find(":C:/x") == "C:/x")
    }

    @Test(arguments: [
        ("a.swift", SessionError.Code.ambiguousPath), ("c.swift", .fileUnknown),
        (":", .momentInvalid), ("C:/x", .branchNotFound), ("main@2:b.swift", .fileUnknown),
    ])
    func `what names no one file is refused`(text: String, code: SessionError.Code) async throws {
        let error = await #expect(throws: SessionError.self) { try await find(text) }
        #expect(error?.code == code)
    }

    @Test func `what is set is found as the log tells it, without a note`() async throws {
        let (file, point) = try await FilePlace("b.swift").findSeen(in: session, of: "a.session")
        let bytes = try await session.content(of: file, at: point)
        #expect(bytes == Array("/p/b.swift".utf8) && file.sighting == nil)
    }

    @Test func `a file elsewhere is known when a short path is written anew`() async throws {
        try await session.fork("idea", from: .revision(2, on: .main))
        let lookup = try await FileLookup(session, file: "a.session", on: "idea")
        #expect(lookup.files.map(\.path) == ["/p/src/a.swift"])
        let other = try await lookup.other(FilePath("b.swift"))
        #expect(other?.file.path == "/p/b.swift" && other?.branch == .main)
        #expect(try await lookup.other(FilePath("new.swift")) == nil)
    }
}
