import Foundation
import SessionStore
import Testing

/// The first events of a sequence.
func first<Events: AsyncSequence & Sendable>(
    _ count: Int, of events: Events
) async throws -> [Events.Element] {
    var found: [Events.Element] = []
    for try await event in events {
        found.append(event)
        if found.count == count { break }
    }
    return found
}

private func note(_ number: Int) -> EventDraft { .note("\(number)", by: .user("ana")) }

extension Session {
    fileprivate func add(_ numbers: ClosedRange<Int>, to branch: BranchName = .main) async throws {
        for number in numbers { try await append([note(number)], to: branch, expecting: .any) }
    }
}

@Suite("Live events", .timeLimit(.minutes(10)))
struct LiveTests {
    @Test func `from any revision on: first what is there, then what comes`() async throws {
        let folder = try TemporaryFolder()
        for session in [
            try await Session.inMemory(), try await Session.create(at: folder.file("a.session")),
        ] {
            try await session.add(2...90)
            let followers = ([1, 2, 64, 65, 89, 90, 91, 92, 120] as [Revision]).map { from in
                (from, Task { try await first(150 - from, of: session.events(from: from)) })
            }
            try await session.add(91...150)
            for (from, follower) in followers {
                let events = try await follower.value
                #expect(events.map(\.revision) == Array(from..<150))
                #expect(
                    events.filter { $0.revision > 1 }.allSatisfy {
                        $0.message?.text == "\($0.revision)"
                    })
            }
            try await session.close()
        }
    }

    @Test func `what another session object writes comes too, and to readers that only read`()
        async throws
    {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        let writer = try await Session.create(at: path)
        for mode in [Session.Mode.readOnly, .readWrite] {
            let reader = try await Session.open(path, mode: mode)
            let head = try await reader.resolve(.head(of: .main)).revision
            let follower = Task { try await first(20, of: reader.events(from: head + 1)) }
            for number in 1...20 { try await writer.add(number...number) }
            #expect(
                try await follower.value.compactMap(\.message?.text) == (1...20).map(String.init))
            try await reader.close()
        }
        try await writer.close()
        #expect(try folder.contents == ["a.session"])
    }

    @Test func `many sessions are followed through one descriptor, given back at the end`()
        async throws
    {
        let folder = try TemporaryFolder()
        var sessions: [Session] = []
        for index in 0..<40 {
            sessions.append(try await Session.create(at: folder.file("\(index).session")))
        }
        let followers = sessions.map { session in
            (0..<3).map { _ in Task { try await first(5, of: session.allEvents(live: true)) } }
        }
        for session in sessions {
            try await session.add(2...5)
            #if os(Linux)
                #expect(Self.watchDescriptors <= 1)
            #endif
        }
        for follower in followers.joined() {
            #expect(try await follower.value.map(\.position) == [1, 2, 3, 4, 5])
        }
        for session in sessions { try await session.close() }
    }

    private static var watchDescriptors: Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return names.count { name in
            let target = try? FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/self/fd/\(name)")
            return target?.contains("inotify") ?? false
        }
    }

    @Test func `branches, names and tags are told as they change`() async throws {
        let session = try await Session.inMemory()
        let follower = Task { try await first(7, of: session.allEvents(live: true)) }
        try await session.fork("idea", from: .head(of: .main))
        try await session.add(2...2, to: "idea")
        try await session.rename("idea", to: "plan")
        try await session.tag("here", at: .head(of: "plan"))
        try await session.add(3...3, to: "plan")
        try await session.archive(branch: "plan")
        let kinds = try await follower.value.map(\.kind)
        #expect(
            kinds == [
                .sessionCreated, .branchForked, .noteAdded, .branchRenamed, .tagSet, .noteAdded,
                .branchArchived,
            ])
    }

    @Test func `a branch is followed under whatever name it has`() async throws {
        let session = try await Session.inMemory()
        try await session.fork("idea", from: .head(of: .main))
        var events = session.events(on: "idea", live: true).makeAsyncIterator()
        #expect(try await events.next()?.kind == .sessionCreated)
        try await session.rename("idea", to: "plan")
        try await session.fork("idea", from: .head(of: .main))
        try await session.add(1...1, to: "idea")
        try await session.add(2...2, to: "plan")
        let event = try await events.next()
        #expect(event?.message?.text == "2" && event?.branch == "plan")
    }

    @Test func `a last revision ends it, also one that is there already`() async throws {
        let session = try await Session.inMemory()
        try await session.add(2...3)
        let follower = Task { try await collect(session.events(on: .main, through: 5, live: true)) }
        try await session.add(4...9)
        #expect(try await follower.value.map(\.revision) == [1, 2, 3, 4, 5])
        #expect(try await collect(session.allEvents(from: 2, through: 3, live: true)).count == 2)
        #expect(
            try await collect(session.events(on: .main, from: 4, through: 3, live: true)).isEmpty)
    }

    @Test func `cancelling ends it, before the first event, while it waits and while it reads`()
        async throws
    {
        let session = try await Session.inMemory()
        try await session.add(2...500)
        for read in [0, 1, 300, 500] {
            let (begun, begin) = AsyncStream<Void>.makeStream()
            let follower = Task {
                var count = 0
                if read == 0 { begin.yield() }
                for try await _ in session.events(on: .main, live: true) {
                    count += 1
                    if count == read { begin.yield() }
                }
                return count
            }
            for await _ in begun { break }
            follower.cancel()
            #expect(try await follower.value <= 500)
        }
    }

    @Test func `closing the session ends it with an error`() async throws {
        let session = try await Session.inMemory()
        let follower = Task { try await collect(session.events(on: .main, live: true)) }
        _ = try await first(1, of: session.events(on: .main, live: true))
        try await session.close()
        let error = await #expect(throws: SessionError.self) { try await follower.value }
        #expect(error?.code == .closed)
    }
}

extension Session {
    /// Main's events, live.
    func events(from: Revision) -> EventSequence { events(on: .main, from: from, live: true) }
}
