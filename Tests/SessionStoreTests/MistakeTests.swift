import Foundation
import SessionStore
import Synchronization
import Testing

/// Whatever a program does wrong, it is told so, and goes on.
@Suite("Calls of a program never end the process")
struct MistakeTests {
    @Test func `a conflict of another merge is refused`() async throws {
        let session = try await Session.inMemory()
        try await session.fork("idea", from: .head(of: .main))
        for (branch, name) in [(BranchName.main, "a"), ("idea", "a"), (.main, "b"), ("idea", "b")] {
            try await session.append(
                [.setting(name, .string(branch.rawValue), by: .system)], to: branch,
                expecting: .any)
        }
        var merge = try await session.merge("idea", into: .main)
        let stale = try #require(merge.conflicts.first { $0.subject == "b" })
        try merge.resolve(merge.conflicts[0], as: .ours)
        try merge.resolve(stale, as: .theirs)
        try await session.commit(merge)
        try await session.append([.setting("a", "x", by: .system)], to: "idea", expecting: .any)
        try await session.append([.setting("a", "y", by: .system)], to: .main, expecting: .any)
        var next = try await session.merge("idea", into: .main)
        #expect(throws: SessionError.self) { try next.resolve(stale, as: .ours) }
        #expect(next.conflicts.count == 1)
    }

    @Test func `what comes cannot be followed backwards`() async throws {
        let session = try await Session.inMemory()
        let events = session.events(on: .main, order: .descending, live: true)
        #expect(await code { for try await _ in events {} } == .invalidInput)
    }

    @Test func `a copied iterator reads for itself`() async throws {
        let session = try await Session.inMemory()
        try await session.append(
            (0..<300).map { .note("\($0)", by: .system) }, to: .main, expecting: .any)
        var one = session.events(on: .main).makeAsyncIterator()
        for _ in 0..<10 { _ = try await one.next() }
        var other = one
        var revisions: [[Revision]] = [[], []]
        while let event = try await one.next() { revisions[0].append(event.revision) }
        while let event = try await other.next() { revisions[1].append(event.revision) }
        #expect(revisions[0] == Array(11...301) && revisions[1] == revisions[0])
    }

    @Test func `a writer that outlives its transaction is refused`() async throws {
        let session = try await Session.inMemory()
        let escaped = Mutex<[@Sendable () throws -> Void]>([])
        try await session.bulk { writer in
            nonisolated(unsafe) let writer = writer
            try writer.append(.note("in time", by: .system), to: .main)
            escaped.withLock {
                $0 = [
                    { try writer.append(.note("late", by: .system), to: .main) },
                    { _ = try writer.branches() }, { try writer.forEachEvent { _ in } },
                ]
            }
        }
        for call in escaped.withLock({ $0 }) { #expect(await code { try call() } == .closed) }
        #expect(try await session.resolve(.head(of: .main)).revision == 2)
    }

    @Test(arguments: [0, 15, 17])
    func `random bytes of another number are refused`(count: Int) async throws {
        let folder = try TemporaryFolder()
        let wrong = SessionOptions(random: { _ in [UInt8](repeating: 7, count: count) })
        let made = await code {
            _ = try await Session.create(at: folder.file("a.session"), options: wrong)
        }
        #expect(made == .invalidInput)
        try await Session.create(at: folder.file("b.session")).close()
        let session = try await Session.open(folder.file("b.session"), options: wrong)
        let appended = await code {
            try await session.append([.note("x", by: .system)], to: .main, expecting: .any)
        }
        #expect(appended != nil)
        try await session.close()
        #expect(!FileManager.default.fileExists(atPath: folder.file("a.session")))
    }

    @Test(arguments: [0, -1, 1000, 256, 131_072, .max, .min])
    func `pages that SQLite does not have are refused`(size: Int) async throws {
        let folder = try TemporaryFolder()
        let options = SessionOptions(pageSize: size)
        let path = folder.file("a.session")
        #expect(
            await code { _ = try await Session.create(at: path, options: options) }
                == .invalidInput)
        #expect(await code { _ = try await Session.inMemory(options: options) } == .invalidInput)
    }

    @Test func `moments and times beyond the end are refused`() async throws {
        let session = try await Session.inMemory()
        for count in [-1, .min] {
            #expect(
                await code { _ = try await session.resolve(.undoing(count, on: .main)) }
                    == .momentInvalid)
        }
        for time in [Int.min, .max, -62_135_596_800_000_001, 253_402_300_800_000_000] {
            let draft = EventDraft.note("x", by: .system)
                .with(occurredAt: Timestamp(microseconds: time))
            #expect(
                await code {
                    try await session.append([draft], to: .main, expecting: .any)
                } == .invalidEvent)
        }
        #expect(Timestamp(microseconds: .min).description < Timestamp(microseconds: 0).description)
        var bisection = Bisection(count: 0)
        #expect(bisection.next == nil)
        bisection.note(.good, of: .max)
        #expect(bisection.suspects == 0...0)
    }
}
