/// Entries on their way from the thread that reads them to the one that uses them, handed out once
/// and in order.
///
/// An entry has a dozen fields with memory of their own: it is moved and never copied. Payloads lie
/// one behind the other, and each is copied out on the thread that takes it: memory that one thread
/// takes and another one gives back has both wait for one another.
package struct PackedEntries: Sendable {
    private struct Item: Sendable {
        var entry: LogEntry
        /// How much of ``payloads`` is its body and its content; nil: it has its own.
        let size: (body: Int, content: Int?)?
    }

    /// Nil: handed out.
    private var items: [Item?] = []
    private var index = 0
    private var payloads: [UInt8] = []
    /// How much of ``payloads`` was handed out.
    private var read = 0

    /// Bytes of the largest payload that is worth another copy.
    private static let packedLimit = 1 << 16

    /// - Parameter capacity: how many entries there will be at most.
    package init(capacity: Int = 0) { items.reserveCapacity(capacity) }

    /// Takes in an entry, whose payload stands beside it.
    package mutating func append(_ entry: consuming LogEntry, _ payload: LogPayload) {
        let count = payload.bytes.count
        if count == 0 {
            items.append(Item(entry: entry, size: nil))
        } else if count > Self.packedLimit {
            items.append(Item(entry: entry.keeping(payload), size: nil))
        } else {
            let size = (payload.body.count, payload.content?.count)
            items.append(Item(entry: entry, size: size))
            payloads += payload.bytes
        }
    }

    /// The next entry, with its payload; nil: none is left.
    package mutating func next() -> LogEntry? {
        guard index < items.count, var item = items[index].take() else { return nil }
        index += 1
        if let size = item.size {
            item.entry.body = take(size.body)
            item.entry.content = size.content.map { take($0) }
        }
        return item.entry
    }

    private mutating func take(_ count: Int) -> [UInt8] {
        defer { read += count }
        return Array(payloads[read..<read + count])
    }
}
