public import Foundation
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
    func id() -> String {
        let b = random(16)
        let uuid = UUID(
            uuid: (
                b[0], b[1], b[2], b[3], b[4], b[5], b[6] & 0x0F | 0x40, b[7], b[8] & 0x3F | 0x80,
                b[9], b[10], b[11], b[12], b[13], b[14], b[15]
            ))
        return uuid.uuidString.lowercased()
    }
}
