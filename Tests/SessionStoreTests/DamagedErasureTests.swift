import Foundation
import SessionStore
import Testing

@Suite("Erasing and compacting a damaged file")
struct DamagedErasureTests {
    /// Twenty notes.
    private func whole(_ folder: TemporaryFolder) async throws -> String {
        let path = folder.file("a.session")
        let session = try await Session.create(at: path)
        for number in 0..<20 {
            try await session.append(
                [.note("number \(number) of a text", by: .user("ana"))], to: .main, expecting: .any)
        }
        try await session.close()
        return path
    }

    /// The same with the eleventh event damaged: the ones behind it in its group cannot be read
    /// either.
    private func damaged(_ folder: TemporaryFolder) async throws -> String {
        let path = try await whole(folder)
        try damage(path)
        return path
    }

    private func damage(_ path: String) throws {
        let run = try sqlite(
            path,
            "UPDATE log SET payload = substr(payload, 1, length(payload) - 1) || x'7e' "
                + "WHERE position = 11")
        try #require(run.status == 0, "\(run.output)")
    }

    private func texts(_ session: Session) async throws -> [String] {
        var texts: [String] = []
        for position in 2...21 {
            let event = try? await session.event(at: .position(Position(position)))
            texts.append(event.map { $0.isErased ? "erased" : $0.message?.text ?? "" } ?? "damaged")
        }
        return texts
    }

    @Test func `what can be erased is, and what stands in the way of the rest is said`()
        async throws
    {
        let folder = try TemporaryFolder()
        let session = try await Session.open(damaged(folder))
        let before = try await texts(session)
        #expect(before[8] == "number 8 of a text" && before[9] == "damaged")

        var plan = try await session.planRedaction(of: [.revision(5, on: .main)])
        #expect(plan.damaged.isEmpty && plan.unread.contains(11))
        #expect(try await session.redact(plan, reason: "r", by: .user("ana"))?.digests.count == 1)
        plan = try await session.planRedaction(of: [.revision(11, on: .main)])
        #expect(plan.events.isEmpty && plan.damaged.map(\.revision) == [11])
        #expect(try await session.redact(plan, reason: "r", by: .user("ana")) == nil)
        plan = try await session.planRedaction(matching: RedactionPattern(text: "number 1 of"))
        #expect(plan.events.map(\.revision) == [3] && plan.unread.first == 11)
        try await session.redact(plan, reason: "r", by: .user("ana"))

        var expected = before
        (expected[3], expected[1]) = ("erased", "erased")
        #expect(try await texts(session) == expected)
        try await session.close()
        for text in ["number 3 of", "number 1 of"] {
            #expect(!folder.holds(text))
        }
    }

    @Test func `what a copy erased is erased, but for what is damaged here`() async throws {
        let folder = try TemporaryFolder()
        let path = try await whole(folder)
        let copy = folder.file("copy.session")
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        try damage(path)
        let theirs = try await Session.open(copy)
        let plan = try await theirs.planRedaction(
            of: [5, 11].map { .revision($0, on: .main) })
        try await theirs.redact(plan, reason: "r", by: .user("ana"))
        let ours = try await Session.open(path)
        let before = try await texts(ours)
        #expect(try await ours.bring(from: theirs).erased == 1)
        var expected = before
        expected[3] = "erased"
        #expect(try await texts(ours) == expected)
        try await theirs.close()
        try await ours.close()
    }

    @Test func `compacting leaves what cannot be read as it is, and says how much`() async throws {
        let folder = try TemporaryFolder()
        let session = try await Session.open(damaged(folder))
        let before = try await texts(session)
        let done = try await session.compact()
        #expect(done.unreadable == before.count { $0 == "damaged" } && done.after < done.before)
        #expect(try await texts(session) == before)
        try await session.close()
    }
}

extension TemporaryFolder {
    /// Whether any file in it holds a text.
    func holds(_ text: String) -> Bool {
        let names = (try? contents) ?? []
        return names.contains { name in
            let bytes = (try? bytes(name)) ?? []
            return String(decoding: bytes, as: UTF8.self).contains(text)
        }
    }
}
