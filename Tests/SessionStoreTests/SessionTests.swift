import Foundation
import SessionStore
import Testing

/// A folder that is removed when the test is over.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "session-store-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }

    func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: file(name))))
    }

    func write(_ bytes: [UInt8], _ name: String) throws {
        try Data(bytes).write(to: URL(filePath: file(name)))
    }

    var contents: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }
}

func collect<Sequence: AsyncSequence>(_ sequence: Sequence) async throws -> [Sequence.Element] {
    var all: [Sequence.Element] = []
    for try await element in sequence { all.append(element) }
    return all
}

@Suite struct SessionTests {
    @Test func `what was appended is read back the same, after closing too`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        let session = try await Session.create(at: path, title: "Parser")
        let body = try JSON(validating: Array(#"{"text":"hi \ud800","n":1.0}"#.utf8))
        let result = try await session.append(
            [
                .prompt("Why?", by: .user("ana")),
                EventDraft(
                    kind: .promptSubmitted, actor: .user("ana"), cause: .batch(0), body: body),
                .file("src/a.swift", content: Array("let a = 1\n".utf8), by: .tool("write")),
            ], to: .main, expecting: .revision(2))
        #expect(result.revisions == [3, 4, 5])
        let before = try await collect(session.events(on: .main))
        try await session.close()
        #expect(try folder.contents == ["a.session"])

        let again = try await Session.open(path, mode: .readOnly)
        let after = try await collect(again.events(on: .main))
        #expect(after == before)
        #expect(
            after.map(\.kind.rawValue) == [
                "session.created", "title.changed", "prompt.submitted", "prompt.submitted",
                "file.changed",
            ])
        #expect(after[3].body.description == #"{"text":"hi \ud800","n":1.0}"#)
        #expect(after[3].cause == 3)
        #expect(after[4].content == Array("let a = 1\n".utf8))
        #expect(try await collect(again.verify()).isEmpty)
        try await again.close()
        #expect(try folder.contents == ["a.session"])
    }

    @Test func `a fork continues its parent's line and both sides have their own next revision`()
        async throws
    {
        let session = try await Session.inMemory()
        try await session.append(
            [.prompt("1", by: .user("a")), .prompt("2", by: .user("a"))], to: .main, expecting: .any
        )
        let fork = try await session.fork("idea", from: .revision(2, on: .main))
        #expect(fork.head == 2)
        try await session.append(
            [.prompt("other", by: .user("b"))], to: "idea", expecting: .revision(2))
        try await session.append([.prompt("3", by: .user("a"))], to: .main, expecting: .revision(3))
        let texts = try await collect(session.events(on: "idea")).compactMap { $0.message?.text }
        #expect(texts == ["1", "other"])
        #expect(try await session.resolve(.named("idea")) == Point(branch: "idea", revision: 3))
        #expect(try await collect(session.verify()).isEmpty)
    }
}

/// The code of the error that a call throws; nil where it throws none, or another kind.
func code(_ body: () async throws -> Void) async -> SessionError.Code? {
    do {
        try await body()
        return nil
    } catch {
        return (error as? SessionError)?.code
    }
}
