public import SessionModel

/// Sizes and counts of a session's file.
public struct SessionInfo: Sendable, Hashable {
    /// The session's random id, the same in every copy.
    public let id: String
    /// Absolute; nil in memory.
    public let path: String?
    /// The version of the file's own format, from 1.
    public let formatVersion: Int
    /// Bytes of a page of the database.
    public let pageSize: Int
    /// Bytes of the file, its write-ahead log included; in memory, of the database.
    public let fileSize: Int
    /// All of them, control events and erased ones included.
    public let events: Int
    /// Bytes of all payloads before compression, and as they are stored.
    public let payloadSize: Int
    /// Bytes that the payloads take, compressed.
    public let storedSize: Int
    /// Those that occur, with their counts.
    public let eventsByKind: [KindCount]
    /// In the order they began.
    public let branches: [Branch]
    /// When the first event was written into the file.
    public let createdAt: Timestamp

    /// How many events of one kind there are.
    public struct KindCount: Sendable, Hashable {
        /// Also one that this version does not know.
        public let kind: EventKind
        /// On all lines together, erased ones included.
        public let count: Int
    }
}

extension Session {
    /// Sizes, counts and heads. Cost: one pass over the log's headers.
    public func info() async throws -> SessionInfo {
        let (id, path, size) = (id, path, log.size)
        return try await read { view in
            let totals = try view.totals()
            let first = try view.entry(at: 1, headersOnly: true)
            return SessionInfo(
                id: id, path: path, formatVersion: totals.formatVersion,
                pageSize: totals.pageSize, fileSize: path == nil ? totals.databaseSize : size,
                events: totals.events, payloadSize: totals.payloadSize,
                storedSize: totals.storedSize,
                eventsByKind: totals.byKind.map { kind, count in
                    SessionInfo.KindCount(kind: kind, count: count)
                },
                branches: try view.branches.map { try view.branch($0) },
                createdAt: first?.recorded ?? Timestamp(microseconds: 0))
        }
    }
}
