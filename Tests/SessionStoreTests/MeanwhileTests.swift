import Foundation
import Generators
import SessionStore
import Synchronization
import Testing

/// Does something between what a call reads and what it writes, where the clock is asked. The call
/// is to run on a ``SideThread``.
private final class Meanwhile: Sendable {
    private let isArmed = Mutex(false)
    private let body: @Sendable () async throws -> Void

    init(_ body: @escaping @Sendable () async throws -> Void) { self.body = body }

    func arm() { isArmed.withLock { $0 = true } }

    var options: SessionOptions {
        SessionOptions(clock: { [self] in
            let isTime = isArmed.withLock { armed in
                defer { armed = false }
                return armed
            }
            if isTime { run() }
            return Timestamp(seconds: 2_000_000_000)
        })
    }

    private func run() {
        let done = DispatchSemaphore(value: 0)
        Task.detached { [body] in
            defer { done.signal() }
            do { try await body() } catch { Issue.record(error) }
        }
        done.wait()
    }
}

@Suite("What others do meanwhile", .timeLimit(.minutes(5)))
struct MeanwhileTests {
    private func notes(_ count: Int) -> [EventDraft] {
        (0..<count).map { number in
            number % 3 == 0
                ? .file("f\(number % 700)", content: Array("\(number)".utf8), by: .system)
                : .note("note \(number)", by: .user("ana"))
        }
    }

    /// Forks from wherever a branch is, appends to the fork and its parent, renames and archives.
    private func work(_ session: Session, rounds: Int, seed: UInt64) async throws {
        var random = Seeded(state: seed)
        var names: [BranchName] = [.main]
        for round in 0..<rounds {
            let parent = random.pick(names.suffix(6))
            let head = try await session.resolve(.head(of: parent)).revision
            let name = BranchName(rawValue: "b\(round)")
            let fork = round % 2 == 0 ? head : random.number(1...head)
            try await session.fork(name, from: .revision(fork, on: parent))
            try await session.append(notes(4), to: name, expecting: .any)
            try await session.append(notes(1), to: parent, expecting: .any)
            try await session.tag(BranchName(rawValue: "t\(round % 5)"), at: .head(of: name))
            names.append(name)
            if round % 3 == 0, let last = names.popLast() {
                try await session.rename(last, to: BranchName(rawValue: "r\(round)"))
                names.append(BranchName(rawValue: "r\(round)"))
            }
            if round % 7 == 6 { try await session.archive(branch: names.remove(at: 1)) }
        }
    }

    @Test(arguments: [1, 2] as [UInt64])
    func `verify finds nothing wrong while others fork, rename, archive and append`(
        seed: UInt64
    ) async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        let writer = try await Session.create(at: path)
        try await writer.append(notes(3000), to: .main, expecting: .any)
        let reader = try await Session.open(path, mode: .verifying)
        let isDone = Mutex(false)
        let others = Task {
            defer { isDone.withLock { $0 = true } }
            try await work(writer, rounds: 250, seed: seed)
        }
        var passes = 0
        repeat {
            let findings = try await collect(reader.verify())
            #expect(findings.isEmpty, "seed \(seed), pass \(passes): \(findings)")
            passes += 1
        } while !isDone.withLock({ $0 })
        try await others.value
        #expect(try await collect(reader.verify()).isEmpty)
        let check = try await reader.checkProjections()
        #expect(check.isSame && check.counts.branches == 251 && check.counts.previews > 0)
        try await reader.close()
        try await writer.close()
    }

    @Test func `a text that is erased while a restore is planned does not come back`() async throws
    {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        let first = try await Session.create(at: path, title: "start")
        try await first.append([.title("XYZZY", by: .system)], to: .main, expecting: .any)
        try await first.tag("then", at: .head(of: .main))
        try await first.append([.title("plain", by: .system)], to: .main, expecting: .any)
        try await first.close()
        let other = try await Session.open(path)
        let plan = try await other.planRedaction(of: [.named("then")])
        let meanwhile = Meanwhile {
            try await other.redact(plan, reason: "secret", by: .system)
        }
        let session = try await Session.open(path, options: meanwhile.options)
        meanwhile.arm()
        do {
            try await withTaskExecutorPreference(SideThread()) {
                _ = try await session.restore(.named("then"), by: .system)
            }
            Issue.record("it was restored")
        } catch let error as SessionError {
            #expect(error.code == .headMoved && error.hint != nil, "\(error)")
        }
        let restored = try await session.restore(.named("then"), by: .system)
        #expect(try await session.preview(at: .head(of: .main)).title != "XYZZY")
        #expect(!restored.events.contains { $0.body.description.contains("XYZZY") })
        try await session.close()
        try await other.close()
        #expect(try Data(folder.bytes("a.session")).range(of: Data("XYZZY".utf8)) == nil)
    }

    @Test func `a branch that takes another's name at the same revision is not written to`()
        async throws
    {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        let other = try await Session.create(at: path, title: "start")
        for name in ["one", "two"] as [BranchName] {
            try await other.fork(name, from: .head(of: .main))
            try await other.append([.title("\(name)", by: .system)], to: name, expecting: .any)
        }
        let meanwhile = Meanwhile {
            try await other.rename("one", to: "three")
            try await other.rename("two", to: "one")
        }
        let session = try await Session.open(path, options: meanwhile.options)
        meanwhile.arm()
        await #expect(throws: SessionError.self) {
            try await withTaskExecutorPreference(SideThread()) {
                try await session.restore(.head(of: .main), on: "one", by: .system)
            }
        }
        #expect(try await session.preview(at: .head(of: "one")).title == "two")
        try await session.close()
        try await other.close()
    }
}
