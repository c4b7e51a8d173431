internal import JSONText

/// The messages of the request before, and how each was told as references: a request mostly
/// repeats them, and then they need not be looked into again.
package struct KnownMessages: Sendable {
    struct Message: Sendable {
        /// As it was written.
        let bytes: [UInt8]
        /// What had been said last before it: where a text was said more than once, that decides
        /// which one is meant.
        let cursor: Revision
        /// What it is in a recipe; no literal of its request is in it.
        let recipe: [UInt8]
        /// The revisions that it repeats.
        let said: [Revision]
    }

    private var messages: [UInt64: Message] = [:]
    private var size = 0

    /// Bytes of messages kept.
    private static let limit = 8 << 20

    package init() {}

    /// - Parameter hash: that of the value as it is written.
    func message(_ value: JSON, hash: UInt64, behind cursor: Revision) -> Message? {
        guard let known = messages[hash], known.cursor == cursor,
            known.bytes.count == value.range.count,
            known.bytes.holds(value.range, of: value.source)
        else { return nil }
        return known
    }

    mutating func add(_ message: Message, hash: UInt64) {
        let added = message.bytes.count + message.recipe.count
        guard size + added <= Self.limit else { return }
        size += added
        messages[hash] = message
    }
}
