import Foundation
import SessionAnswers
import SessionStore
import Testing

@Suite("The sessions of a folder")
struct ListedSessionTests {
    private let folder: TestFolder

    init() async throws {
        folder = try TestFolder()
        for (name, year) in [("old", 1), ("new", 3), ("middle", 2)] {
            let path = folder.path + "/\(name).session"
            _ = try await Session.create(at: path, title: name).closing { session in
                let time = Timestamp(microseconds: 4_000_000_000_000_000 + year)
                let prompt = EventDraft.prompt("Go on", by: .user("ana")).with(occurredAt: time)
                return try await session.append([prompt], to: .main, expecting: .any)
            }
        }
        try Data("no session".utf8).write(to: URL(filePath: folder.path + "/bad.session"))
    }

    @Test func `a folder stands for its sessions, and none is named twice`() throws {
        let one = folder.path + "/new.session"
        let files = try SessionFolder.files(named: [one, folder.path, one, "elsewhere.session"])
        #expect(files.count == 5 && files.first == one && files.last == "elsewhere.session")
        #expect(Set(files).count == 5)
    }

    @Test(arguments: ["prompt", "tool", "archived"])
    func `a word for kinds means at least one`(word: String) throws {
        let patterns = try EventSummary.kinds(word)
        let test = AuditTest(patterns.reduce(into: AuditQuery()) { $0.kinds.append($1) })
        let digest = try #require(EventDigest([UInt8](repeating: 0, count: 32)))
        let found = EventKind.known.filter { kind in
            test.fits(
                Event(
                    position: 1, branch: .main, revision: 1, kind: kind, actor: .system,
                    occurredAt: Timestamp(microseconds: 0),
                    recordedAt: Timestamp(microseconds: 0), body: .object([]), digest: digest))
        }
        #expect(!found.isEmpty)
        #expect(throws: SessionError.self) { try EventSummary.kinds(word + "x") }
    }
}
