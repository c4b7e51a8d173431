internal import Synchronization

/// Values of subjects that were decoded last, shared by all connections that read committed events:
/// what stands at a position never changes for them.
final class SharedValues: Sendable {
    private let recent: Mutex<RecentValues>

    /// - Parameter limit: the most bytes kept.
    init(limit: Int) { recent = Mutex(RecentValues(limit: limit)) }

    subscript(position: Int64) -> [UInt8]? { recent.withLock { $0[position] } }

    func insert(_ value: [UInt8], at position: Int64) {
        recent.withLock { $0.insert(value, at: position) }
    }

    func removeAll() { recent.withLock { $0.removeAll() } }
}

/// Values by position, the first inserted forgotten first.
private struct RecentValues {
    let limit: Int
    private var values: [Int64: [UInt8]] = [:]
    /// The positions in `values`, the first inserted first.
    private var order: [Int64] = []
    private var dropped = 0
    private var bytes = 0

    init(limit: Int) { self.limit = limit }

    subscript(position: Int64) -> [UInt8]? { values[position] }

    mutating func insert(_ value: [UInt8], at position: Int64) {
        guard value.count <= limit / 4, values.updateValue(value, forKey: position) == nil else {
            return
        }
        order.append(position)
        bytes += value.count
        while bytes > limit {
            bytes -= values.removeValue(forKey: order[dropped])?.count ?? 0
            dropped += 1
        }
        if dropped > order.count / 2 {
            order.removeFirst(dropped)
            dropped = 0
        }
    }

    mutating func removeAll() { self = RecentValues(limit: limit) }
}
