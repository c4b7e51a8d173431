/// Some events of the log in the order written, read and decoded, with what each contributes to the
/// chain of digests. Needs nothing that stands before it: stretches are read side by side.
package struct LogStretch: Sendable {
    enum Item: Sendable {
        case event(LogEntry, Contribution)
        /// - Parameters:
        ///   - error: why it cannot be read.
        ///   - row: what its row says of the chain; nil: that cannot be read either.
        case unreadable(LogError, row: LogRow?)
        case missing
    }

    /// What the digest of a line is made of at an event, besides the digest before.
    struct Contribution: Sendable {
        let header: Chain.Header
        let commitment: [UInt8]
    }

    /// The position of the first.
    package let start: Int64
    /// The file's last position when it was read; 0 where it cannot be told.
    let last: Int64
    /// Why not even that can be told.
    let failure: LogError?
    /// ``LogReader/rewrites()`` when it was read.
    let rewrites: Int64?
    /// Where the next stretch begins; where this one does, when there was nothing to read.
    package private(set) var end: Int64
    /// Nil: handed out.
    private var items: [Item?] = []

    /// Positions in one stretch, unless its events are large.
    package static let length: Int64 = 1024
    /// Rows read at once.
    private static let batch = 128

    var isEmpty: Bool { end == start }

    /// The item at a position, once.
    mutating func take(at position: Int64) -> Item {
        items[Int(position - start)].take() ?? .missing
    }

    fileprivate init(from start: Int64, _ reader: LogReader) {
        self.start = start
        end = start
        rewrites = try? reader.rewrites()
        do {
            (last, failure) = (try reader.lastPosition(), nil)
        } catch {
            (last, failure) = (0, error as? LogError ?? .damaged("\(error)"))
        }
        let upper = min(last, start + Self.length - 1)
        var bytes = 0
        // What cannot be read with others is read by itself, to say what is wrong with it.
        var rows: ArraySlice<LogReader.StoredRow> = []
        while end <= upper, bytes < LogReader.batchBytes {
            if rows.isEmpty {
                rows = (try? reader.rows(fromPosition: end, limit: Self.batch))?[...] ?? []
            }
            let known = rows.first?.row.position == end ? rows.popFirst() : nil
            let item = Self.item(at: end, known, reader)
            if case .event(let entry, _) = item { bytes += entry.size }
            items.append(item)
            end += 1
        }
    }

    private static func item(
        at position: Int64, _ known: LogReader.StoredRow?, _ reader: LogReader
    ) -> Item {
        do {
            guard let stored = try known ?? reader.stored(at: position, withPayload: true) else {
                return .missing
            }
            let entry = try reader.entry(stored)
            return .event(entry, Contribution(entry, stored))
        } catch {
            let row = try? reader.stored(at: position, withPayload: false)?.row
            return .unreadable(error as? LogError ?? .damaged("\(error)", at: position), row: row)
        }
    }
}

extension LogStretch.Contribution {
    init(_ entry: LogEntry, _ stored: LogReader.StoredRow) {
        header = Chain.Header(
            kind: entry.kind, version: entry.version, dialect: entry.dialect,
            occurred: entry.occurred, recorded: entry.recorded, size: Int(stored.row.size),
            content: stored.row.content.map { Int($0) })
        commitment = Self.commitment(of: entry, stored)
    }

    private static func commitment(of entry: LogEntry, _ stored: LogReader.StoredRow) -> [UInt8] {
        guard let salt = stored.row.salt?.bytes else { return stored.blob ?? [] }
        let personal = Chain.Personal(
            subject: entry.subject, actor: entry.actor ?? "", id: entry.id,
            cause: entry.cause.map { Int($0) }, origin: entry.origin?.bytes)
        guard entry.origin == nil else {
            return Chain.commitment(salt: salt, personal, body: [], content: nil)
        }
        return Chain.commitment(salt: salt, personal, body: entry.body, content: entry.content)
    }
}

extension LogReader {
    /// Reads the stretch of the log that begins at a position.
    package func stretch(from start: Int64) -> LogStretch { LogStretch(from: start, self) }
}
