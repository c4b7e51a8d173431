import Foundation
import SessionStore
import Testing

@Suite("Edges of reading and writing")
struct EdgeTests {
    private func file(_ name: String, _ bytes: Int, _ seed: UInt8 = 7) -> EventDraft {
        var value = UInt32(seed)
        let content = (0..<bytes).map { _ -> UInt8 in
            value = value &* 1_664_525 &+ 1_013_904_223
            return UInt8(truncatingIfNeeded: value >> 24)
        }
        return .file(name, content: content, by: .tool("write"))
    }

    @Test func `a line whose stretches are larger than a batch is read whole, both ways`()
        async throws
    {
        let session = try await Session.inMemory()
        for index in 0..<7 {
            try await session.append(
                [file("f\(index)", 1 << 20, UInt8(index))], to: .main, expecting: .any)
        }
        try await session.fork("one", from: .named(.main))
        try await session.append([.note("on one", by: .system)], to: "one", expecting: .any)
        try await session.fork("two", from: .named("one"))
        try await session.append([.note("on two", by: .system)], to: "two", expecting: .any)
        let events = try await collect(session.events(on: "two"))
        #expect(events.map(\.revision) == Array(1...10))
        let backwards = try await collect(session.events(on: "two", order: .descending))
        #expect(backwards == events.reversed())
    }

    @Test func `paths that Unicode calls equivalent are two files`() async throws {
        let session = try await Session.inMemory()
        let (composed, decomposed) = ("caf\u{E9}.txt", "cafe\u{301}.txt")
        try await session.append(
            [
                .file(composed, content: [1], by: .system),
                .file(decomposed, content: [2], by: .system),
            ], to: .main, expecting: .any)
        #expect(try await session.files(at: .named(.main)).count == 2)
        #expect(try await session.content(of: composed, at: .named(.main)) == [1])
        #expect(try await session.content(of: decomposed, at: .named(.main)) == [2])
        #expect(try await collect(session.verify()).isEmpty)
    }

    @Test func `a retry with the same ids gives the first answer, wherever the head is by now`()
        async throws
    {
        let session = try await Session.inMemory()
        let drafts = [EventDraft.prompt("hi", by: .user("a")).with(id: "p1")]
        let first = try await session.append(drafts, to: .main, expecting: .revision(1))
        try await session.append([.note("n", by: .system)], to: .main, expecting: .any)
        let again = try await session.append(drafts, to: .main, expecting: .revision(1))
        #expect(again.revisions == first.revisions)
        #expect((first.written, again.written) == (1, 0))
        let error = await #expect(throws: SessionError.self) {
            try await session.append(
                [.note("m", by: .system)], to: .main, expecting: .revision(.max))
        }
        #expect(error?.code == .headMoved)
    }

    @Test func `what could not be read back is not written`() async throws {
        let session = try await Session.inMemory()
        let early = Timestamp(microseconds: .min)
        await #expect(throws: SessionError.self) {
            try await session.append(
                [.note("n", by: .system).with(occurredAt: early)], to: .main, expecting: .any)
        }
        try await session.append([.note("m", by: .system)], to: .main, expecting: .revision(1))
        #expect(try await collect(session.events(on: .main)).count == 2)
        #expect(try await collect(session.verify()).isEmpty)
    }

    @Test func `a tag marks its point through renames, and moves when set again`() async throws {
        let session = try await Session.inMemory()
        try await session.append(
            (0..<5).map { .prompt("\($0)", by: .user("a")) }, to: .main, expecting: .any)
        try await session.fork("idea", from: .revision(3, on: .main))
        try await session.append([.note("n", by: .system)], to: "idea", expecting: .any)
        try await session.tag("here", at: .named("idea"))
        try await session.rename("idea", to: "plan")
        #expect(try await session.resolve(.named("here")) == Point(branch: "plan", revision: 4))
        try await session.tag("here", at: .revision(2, on: .main))
        #expect(try await session.resolve(.named("here")).revision == 2)
        #expect(try await session.tags().map(\.name) == ["here"])
        for name: BranchName in ["plan", "a b", "main"] {
            await #expect(throws: SessionError.self) {
                try await session.tag(name, at: .named(.main))
            }
        }
        await #expect(throws: SessionError.self) {
            try await session.fork("here", from: .named(.main))
        }
        await #expect(throws: SessionError.self) { try await session.rename(.main, to: "trunk") }
    }

    @Test func `a session behind a link is the session itself, with its one lock`() async throws {
        let folder = try TemporaryFolder()
        let session = try await Session.create(at: folder.file("real.session"))
        try FileManager.default.createDirectory(
            atPath: folder.file("links"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("links/s.session"),
            withDestinationPath: folder.file("real.session"))
        let linked = try await Session.open(folder.file("links/s.session"))
        try await linked.append([.note("a", by: .system)], to: .main, expecting: .revision(1))
        try await session.append([.note("b", by: .system)], to: .main, expecting: .revision(2))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("links"))
        #expect(names == ["s.session"])
        try await linked.close()
        try await session.close()
        #expect(try folder.contents == ["links", "real.session"])
    }
}
