internal import Foundation
public import SessionStore

/// Where time and chance come from.
public struct SystemSources: Sendable {
    /// The time of day.
    public var clock: @Sendable () -> Timestamp
    /// So many random bytes, that nobody can guess.
    public var random: @Sendable (_ count: Int) -> [UInt8]

    public init(
        clock: @escaping @Sendable () -> Timestamp = SessionOptions.systemClock,
        random: @escaping @Sendable (_ count: Int) -> [UInt8] = SessionOptions.systemRandom
    ) {
        (self.clock, self.random) = (clock, random)
    }

    var now: Date { Date(clock()) }

    /// A random UUID (version 4) in lower case.
    func id() -> String { SessionID.random(from: random(16)) }
}
