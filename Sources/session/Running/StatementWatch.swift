import Foundation
import SessionStore
import Synchronization

/// Ends the process when its statement does not end: SQLite cannot be interrupted in one of its
/// functions, and this process runs nothing else.
///
/// Never while a row is written: what was written stays whole lines, and a reader of the pipe that
/// takes his time is waited for.
final class StatementWatch: Sendable {
    /// Seconds that SQLite gets to come to its end by itself.
    private static let grace = 0.5

    private enum Place { case statement, row, ended }

    private static let queue = DispatchQueue(label: "session.sql", qos: .userInitiated)

    private let limits: QueryLimits
    private let end: @Sendable (SessionError) -> Never
    private let place = Mutex(Place.statement)

    /// - Parameter end: ends the process, with the error that the statement should have had.
    init(_ limits: QueryLimits, end: @escaping @Sendable (SessionError) -> Never) {
        self.limits = limits
        self.end = end
        look(after: limits.seconds + Self.grace)
    }

    /// Again and again: it may be a row's turn.
    private func look(after seconds: Double) {
        Self.queue.asyncAfter(deadline: .now() + seconds) { [self] in
            let hasEnded = place.withLock { place in
                // Held until the process is gone, so that no row begins.
                if place == .statement { end(limits.overtime) }
                return place == .ended
            }
            if !hasEnded { look(after: Self.grace) }
        }
    }

    /// Runs what is done with a row.
    func row<Result>(_ body: () throws -> Result) rethrows -> Result {
        set(.row)
        defer { set(.statement) }
        return try body()
    }

    func stop() { set(.ended) }

    private func set(_ new: Place) { place.withLock { $0 = new } }
}
