import Foundation
import SessionIndex
import SessionStore
import Testing

@Suite("What is erased is gone from the index")
struct ErasingTests {
    private let folder: TestFolder

    init() async throws {
        folder = try TestFolder()
        try await folder.make("a", title: "Plans", .said("the zanzibar plan"), .said("harmless"))
        try await folder.make("b", .said("another harmless one"))
        // The last message of a preview, and the words of all tables.
        #expect(try await folder.found("zanzibar") == ["a"])
        #expect(try await folder.found("anziba") == ["a"])
    }

    /// Erases the first prompt.
    private func redact(_ options: SessionOptions) async throws {
        _ = try await Session.open(folder.file("a"), options: options).closing { session in
            let plan = try await session.planRedaction(of: [.revision(3, on: .main)])
            try await session.redact(plan, reason: "secret", by: .user("ana"))
        }
    }

    private var isInBytes: Bool {
        get throws {
            let bytes = try folder.indexBytes
            return ["zanzibar", "anz", "zib"].contains { bytes.range(of: Data($0.utf8)) != nil }
        }
    }

    @Test func `the words can be seen in the bytes as long as they are there`() throws {
        #expect(try isInBytes)
    }

    @Test func `an erasure takes them out before it returns`() async throws {
        try await redact(TestFolder.options)
        #expect(try !isInBytes)
        #expect(try await folder.found("zanzibar") == [])
        #expect(try await folder.found("harmless").sorted() == ["a", "b"])
    }

    @Test func `an erasure that the index was not told of is applied before the next answer`()
        async throws
    {
        try await redact(SessionOptions())
        #expect(try isInBytes)
        _ = try await folder.names()
        #expect(try !isInBytes)
        #expect(try await folder.found("zanzibar") == [])
        #expect(try await folder.found("harmless").sorted() == ["a", "b"])
    }

    @Test func `what is pruned is out at once, what is deleted with the next search`() async throws
    {
        try FileManager.default.removeItem(atPath: folder.file("a"))
        #expect(try await folder.found("harmless") == ["b"])
        #expect(try !isInBytes)
    }

    @Test func `pruning takes them out before it returns`() async throws {
        let pruner = SessionPruner(folder: folder.path, options: TestFolder.options)
        let limit = Timestamp(microseconds: .max)
        let all = try await pruner.candidates(before: limit)
        let candidate = try #require(all.first { $0.file == "a.session" })
        try await pruner.remove(candidate, before: limit, by: .user("ana"))
        #expect(try !isInBytes)
        #expect(try await folder.found("harmless") == ["b"])
    }

    @Test func `a file that is replaced by another one leaves nothing`() async throws {
        try Data(contentsOf: URL(filePath: folder.file("b")))
            .write(to: URL(filePath: folder.file("a")))
        #expect(try await folder.found("zanzibar") == [])
        #expect(try !isInBytes)
    }
}
