import SessionAnswers
import SessionStore
import Testing

@Suite("Merging another copy")
struct CopyMergeTests {
    private let folder: TestFolder
    private let merging = CopyMerge(branch: .main, into: .main, actor: .user("ana"))

    init() async throws {
        folder = try TestFolder()
        let session = try await Session.create(at: folder.path + "/a.session")
        _ = try await session.closing { session in
            try await session.append([file("one\ntwo\nthree\n")], to: .main, expecting: .any)
            try await session.save(to: folder.path + "/b.session")
        }
    }

    private func file(_ text: String) -> EventDraft {
        .file("/p/a", content: Array(text.utf8), by: .tool("edit"))
    }

    private func append(_ text: String, to name: String) async throws {
        try await use(name, .readWrite) { session in
            _ = try await session.append([file(text)], to: .main, expecting: .any)
        }
    }

    private func use<Result>(
        _ name: String, _ mode: Session.Mode = .readOnly,
        _ body: (Session) async throws -> Result
    ) async throws -> Result {
        try await Session.use(folder.path + "/\(name).session", mode, body)
    }

    /// Tries the merge out on a private copy, and gives what `body` makes of it.
    private func tryOut<Result>(
        _ body: (BringReport, Session) async throws -> Result
    ) async throws -> Result {
        let place = try PrivateFolder(in: folder.path, id: "1")
        defer { place.remove() }
        return try await use("a") { session in
            try await use("b") { theirs in
                try await session.withCopy(in: place) { copy in
                    try await body(try await merging.tryOut(theirs, on: copy), copy)
                }
            }
        }
    }

    private var digest: EventDigest {
        get async throws { try await use("a") { try await $0.branches()[0].digest } }
    }

    @Test func `what is tried out is not written, and what is committed is what was shown`()
        async throws
    {
        try await append("1\ntwo\nthree\n", to: "a")
        try await append("one\ntwo\n3\n", to: "b")
        let before = try await digest
        let merge = try await tryOut { brought, copy in
            #expect(!merging.isCaughtUp(by: brought))
            return try await merging.merge(brought, on: copy)
        }
        #expect(merge.conflicts.isEmpty && merge.changes.map(\.word) == ["joined"])
        #expect(try await digest == before)
        let appended = try await use("a", .readWrite) { session in
            try await use("b") { try await merging.commit(merge, from: $0, to: session) }
        }
        #expect(appended.written > 0)
        let content = try await use("a") { try await $0.content(of: "/p/a", at: .head(of: .main)) }
        #expect(String(decoding: content, as: UTF8.self) == "1\ntwo\n3\n")
    }

    @Test func `an answer that was given on the copy counts in the session`() async throws {
        try await append("ours\n", to: "a")
        try await append("theirs\n", to: "b")
        let merge = try await tryOut { brought, copy in
            var merge = try await merging.merge(brought, on: copy)
            let conflicts = try merge.conflicts.named("a")
            #expect(conflicts.map(\.name.text) == ["/p/a"])
            #expect(throws: SessionError.self) { try merge.conflicts.named("b") }
            for conflict in conflicts { try merge.resolve(conflict, as: .theirs) }
            return merge
        }
        _ = try await use("a", .readWrite) { session in
            try await use("b") { try await merging.commit(merge, from: $0, to: session) }
        }
        let content = try await use("a") { try await $0.content(of: "/p/a", at: .head(of: .main)) }
        #expect(String(decoding: content, as: UTF8.self) == "theirs\n")
    }

    @Test func `where only theirs went on there is nothing to merge`() async throws {
        try await append("theirs\n", to: "b")
        let isCaughtUp = try await tryOut { brought, _ in merging.isCaughtUp(by: brought) }
        #expect(isCaughtUp)
        let brought = try await use("a", .readWrite) { session in
            try await use("b") { try await merging.catchUp(session, with: $0) }
        }
        #expect(brought.events == 1)
        let theirs = try await use("b") { try await $0.branches()[0].digest }
        #expect(try await digest == theirs)
    }
}
