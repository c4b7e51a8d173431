import Foundation
import Generators
import Synchronization
import Testing

@testable import SessionStore

@Suite("Epochs")
struct EpochTests {
    /// Keeps every text, and is told when it comes to a revision.
    struct Texts: Projection {
        static let name = "texts"
        static let version = 1
        static let stop = Mutex(0)
        static let reached = Mutex<(@Sendable () -> Void)?>(nil)
        private(set) var texts: [String] = []

        init() {}

        mutating func apply(_ event: Event) {
            if let text = event.message?.text { texts.append(text) }
            guard event.revision.number == Self.stop.withLock({ $0 }) else { return }
            let call = Self.reached.withLock { $0.take() }
            call?()
        }

        var state: JSON { .array(texts.map { .string($0) }) }

        init?(state: JSON) { texts = state.elements.compactMap(\.string) }
    }

    /// A fold reads 4,096 events at a time: what it had read in an earlier read is read again.
    @Test(.serialized, arguments: [4_000, 4_200])
    func `what is erased while a projection is folded does not come back as its snapshot`(
        stop: Int
    ) async throws {
        Texts.stop.withLock { $0 = stop }
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        let secret = "Zq7Xw9Kp2Lm4Vb8Nc3Rt6Yd1Hs5Jf0Ga"
        let session = try await Session.create(at: path)
        let drafts = (0..<4_400).map { number in
            EventDraft.note(number == 900 ? secret : "n\(number)", by: .system)
        }
        try await session.append(drafts, to: .main, expecting: .any)
        let other = try await Session.open(path)
        let third = try await Session.open(path, mode: .readOnly)
        let plan = try await other.planRedaction(matching: RedactionPattern(text: secret))
        let erasure = Mutex<Task<Void, any Error>?>(nil)
        Texts.reached.withLock {
            $0 = {
                // The fold has read its first thousands; now they are erased. It holds a read
                // transaction, so that the old bytes go once it has ended.
                let isErased = DispatchSemaphore(value: 0)
                erasure.withLock {
                    $0 = Task.detached {
                        try await other.redact(plan, reason: "gdpr", by: .user("ana"))
                    }
                }
                Task.detached {
                    while try await third.redactions().isEmpty {
                        try await Task.sleep(for: .milliseconds(2))
                    }
                    isErased.signal()
                }
                isErased.wait()
            }
        }
        let folded = try await withTaskExecutorPreference(SideThread()) {
            try await session.fold(Texts.self, at: .head(of: .main))
        }
        #expect(folded.texts.contains(secret) == (stop > 4_096))
        try await erasure.withLock { $0 }?.value
        #expect(try await session.fold(Texts.self, at: .head(of: .main)).texts.count == 4_399)
        for session in [session, other, third] { try await session.close() }
        #expect(!folder.holds(secret))
    }

    @Test func `each erasure, compaction and copy begins an epoch, and an append does not`()
        async throws
    {
        let folder = try TemporaryFolder()
        let session = try await Session.create(at: folder.file("a.session"))
        func epoch(_ session: Session) async throws -> UInt64? {
            try await session.read { try $0.reader.epoch() }
        }
        var seen = [try await epoch(session)]
        try await session.append([.note("x", by: .system)], to: .main, expecting: .any)
        try await session.fork("idea", from: .head(of: .main))
        #expect(try await epoch(session) == seen[0])
        let plan = try await session.planRedaction(of: [.revision(2, on: .main)])
        try await session.redact(plan, reason: "r", by: .system)
        seen.append(try await epoch(session))
        _ = try await session.compact()
        seen.append(try await epoch(session))
        try await session.save(to: folder.file("b.session"))
        let copy = try await Session.open(folder.file("b.session"), mode: .readOnly)
        seen.append(try await epoch(copy))
        #expect(Set(seen).count == 4 && !seen.contains(nil))
        try await copy.close()
        try await session.close()
    }

    @Test func `whoever deletes all snapshots has nothing remembered, and a writer begins anew`()
        async throws
    {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        var session = try await Session.create(at: path)
        try await session.append([.note("x", by: .system)], to: .main, expecting: .any)
        try await session.close()
        #expect(try sqlite(path, "DELETE FROM snapshot").status == 0)
        session = try await Session.open(path)
        #expect(try await session.read { try $0.reader.epoch() } == nil)
        #expect(try await collect(session.verify()).isEmpty)
        try await session.append([.note("y", by: .system)], to: .main, expecting: .any)
        #expect(try await session.read { try $0.reader.epoch() } != nil)
        try await session.close()
    }
}
