internal import Foundation
internal import Platform
public import SessionModel

/// What a program may bring along when it opens a session. The defaults are right for most.
public struct SessionOptions: Sendable {
    /// Gives the time that appends are recorded at.
    public var clock: @Sendable () -> Timestamp
    /// Gives random bytes, for the session's id and for the commitments of events.
    public var random: @Sendable (_ count: Int) -> [UInt8]
    /// Bytes of a new file's pages: a power of two from 512 to 65,536. Fixed when the file is made.
    ///
    /// 2,048 suits files that are appended to as things happen: batches of 1,000 events of 1 KB
    /// reach 0.25 of a bare loop, with 1,024 only 0.21. 512 makes files 7 % smaller (0.320 of 16 MB
    /// of real transcripts; 1,024: 0.331, 2,048: 0.342, 4,096: 0.359) and suits imports.
    public var pageSize: Int
    /// Whether secrets that match well-known patterns are masked before they are written: in
    /// events that are appended, in titles, actors and reasons. Names of branches, tags and holds
    /// with one in them are refused. What is imported, and a raw request, stays exact.
    public var masksSecrets: Bool

    /// Projections of the program's own, whose snapshots ``Session/verify(_:progress:)`` checks.
    public var projections: [any Projection.Type]

    /// Called with a session's path once something of it was erased, or all of it removed, before
    /// the call that did it returns: whoever keeps texts of sessions elsewhere, such as an index,
    /// takes them away there. What it throws, that call throws; the erasure stands.
    public var afterErasing: @Sendable (_ path: String) async throws -> Void

    /// Called where a write has waited a second for another process that writes to the same file,
    /// so that a person knows what takes so long. The write goes on waiting, half a minute in all.
    public var whileWaiting: @Sendable () -> Void

    /// What a power cut may take of what was appended. ``Durability/full`` unless said otherwise.
    public var durability: Durability

    /// When an append returns.
    public enum Durability: Sendable, Hashable {
        /// Once it is on disk: nothing that returned is ever lost.
        case full
        /// Once it is written. An append that has returned may be lost at a power cut, never at a
        /// crash of the program; the file stays whole. For what can be made again: each append then
        /// saves its wait for the disk (SQLite's `synchronous=NORMAL`).
        case relaxed
    }

    public init(
        clock: @escaping @Sendable () -> Timestamp = Self.systemClock,
        random: @escaping @Sendable (_ count: Int) -> [UInt8] = Self.systemRandom,
        pageSize: Int = 2048, masksSecrets: Bool = true, durability: Durability = .full,
        projections: [any Projection.Type] = [],
        afterErasing: @escaping @Sendable (_ path: String) async throws -> Void = { _ in },
        whileWaiting: @escaping @Sendable () -> Void = {}
    ) {
        self.clock = clock
        self.random = random
        self.pageSize = pageSize
        self.masksSecrets = masksSecrets
        self.durability = durability
        self.projections = projections
        self.afterErasing = afterErasing
        self.whileWaiting = whileWaiting
    }

    /// The system's time of day, to a microsecond.
    public static let systemClock: @Sendable () -> Timestamp = {
        Timestamp(seconds: Date().timeIntervalSince1970)
    }

    /// The system's random bytes, which nobody can foretell.
    public static let systemRandom: @Sendable (_ count: Int) -> [UInt8] = {
        SystemRandom.bytes($0)
    }

    /// - Throws: ``SessionError/Code/invalidInput`` where no session can be made with them.
    func check() throws {
        let isPower = pageSize > 0 && pageSize & (pageSize - 1) == 0
        guard isPower, (512...65_536).contains(pageSize) else {
            throw SessionError(
                .invalidInput, "pages of \(pageSize) bytes",
                hint: "A power of two from 512 to 65,536: 2,048 suits most.")
        }
    }

    /// An id that somebody chose.
    static func checked(id: String) throws -> String {
        guard SessionID.isValid(id) else {
            throw SessionError(
                .invalidInput, "\"\(id)\" cannot be a session's id",
                hint: "Give a UUID in lower case, or none.")
        }
        return id
    }

    /// A random UUID (version 4) in lower case.
    ///
    /// - Throws: ``SessionError/Code/invalidInput`` where `random` gives another number of bytes.
    func makeID() throws -> String {
        let bytes = random(16)
        guard bytes.count == 16 else {
            throw SessionError(
                .invalidInput, "the source of random bytes gave \(bytes.count) instead of 16",
                hint: "Give as many as it is asked for, or leave `random` as it is.")
        }
        return SessionID.random(from: bytes)
    }
}
