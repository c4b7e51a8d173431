import Foundation
import Generators
import SessionStore
import Testing

@testable import session

@Suite("session view of files that are not what they were")
struct ViewDamageTests {
    private let sandbox = try? Sandbox()

    private func make(_ name: String, _ texts: [String]) async throws -> String {
        let path = try #require(sandbox).folder.appending(path: name).path
        let session = try await Session.create(at: path)
        for text in texts {
            try await session.append([.note(text, by: .system)], to: .main, expecting: .any)
        }
        try await session.close()
        return path
    }

    @Test func `an event that cannot be read keeps its header and takes no others along`()
        async throws
    {
        // Of such a text nothing is found in the one before, so that it stands in the file.
        let path = try await make("a.session", ["first one", "THEQUICKBROWNFOX", "third one"])
        var bytes = try Data(contentsOf: URL(filePath: path))
        let place = try #require(bytes.firstRange(of: Data("QUICK".utf8)))
        bytes[place.lowerBound] ^= 1
        try bytes.write(to: URL(filePath: path))
        let session = try await Session.open(path, mode: .readOnly)
        let view = try await ViewHarness(session, columns: 160)
        let rows = (2...4).map { view.model.rows[$0] }
        #expect(rows.map { $0?.kind } == [.noteAdded, .noteAdded, .noteAdded])
        #expect(rows[0]?.text?.contains("first one") == true)
        #expect(rows[1]?.text?.contains("does not match its checksum") == true)
        var conversation = view
        try await conversation.press(.tab)
        #expect(conversation.shows("first one"))
        #expect(conversation.shows("3 the payload does not match its checksum"))
        try await session.close()
    }

    @Test func `a search goes on behind what cannot be read, and says so`() async throws {
        // Behind what is long the log begins anew, and builds on nothing that is damaged.
        var random = Seeded(state: 1)
        let long = (0..<200_000).map { _ in String(random.number(0...9)) }.joined()
        let path = try await make(
            "a.session", ["first one", "THEQUICKBROWNFOX", long, "needle one"])
        var bytes = try Data(contentsOf: URL(filePath: path))
        let place = try #require(bytes.firstRange(of: Data("QUICK".utf8)))
        bytes[place.lowerBound] ^= 1
        try bytes.write(to: URL(filePath: path))
        let session = try await Session.open(path, mode: .readOnly)
        let unread = "2 events could not be read"
        var view = try await ViewHarness(session, at: .revision(1, on: .main), columns: 160)
        let steps: [(text: String, revision: Revision, note: String)] = [
            ("needle", 5, unread), ("first", 2, "went on at the other end"),
            ("nowhere", 2, "\"nowhere\" is nowhere else on main; " + unread),
        ]
        for step in steps {
            try await view.press(.character("/"))
            try await view.type(step.text)
            try await view.press(.enter)
            #expect(view.model.revision == step.revision)
            #expect(view.model.note?.text == step.note)
        }
        try await view.press(.character("N"))
        #expect(view.model.note?.text == steps[2].note)
        try await session.close()
    }

    @Test func `a fork goes into no other session that has the name by now`() async throws {
        let path = try await make("a.session", ["one"])
        let session = try await Session.open(path, mode: .readOnly)
        try FileManager.default.removeItem(atPath: path)
        _ = try await make("a.session", ["another"])
        let loader = ViewLoader(
            session: session, file: path, actor: .user("ana"), style: .plain)
        let answer = await loader.load(.fork("idea", Point(branch: .main, revision: 1)))
        guard case .failed(let reason) = answer else {
            Issue.record("forked: \(answer)")
            return
        }
        #expect(reason.contains("was replaced by another file"))
        try await session.close()
        let other = try await Session.open(path, mode: .readOnly)
        #expect(try await other.branches().count == 1)
        try await other.close()
    }
}
