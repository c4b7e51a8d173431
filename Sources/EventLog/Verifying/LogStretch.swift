package import SessionTerms

/// Some events of the log in the order written, read and decoded, and checked as far as that needs
/// nothing that stands before them: stretches are read side by side.
package struct LogStretch: Sendable {
    /// Where an event stands, and the digest of its line up to it, as its row says.
    struct Link: Sendable {
        let position: Position
        let branch: BranchID
        let revision: Revision
        let digest: EventDigest
        let isErased: Bool

        init(_ row: LogRow) {
            (position, branch, revision) = (row.position, row.branch, row.revision)
            (digest, isErased) = (row.digest, row.salt == nil)
        }
    }

    enum Item: Sendable {
        case event(Link, Proof)
        /// - Parameters:
        ///   - error: why it cannot be read.
        ///   - link: what its row says; nil: that cannot be read either.
        case unreadable(LogError, Link?)
        case missing
    }

    /// Whether an event's digest follows from its content and the digest before it.
    enum Proof: Sendable {
        case known(Bool)
        /// The digest before it stands before the stretch.
        case open(Contribution)
    }

    /// The position of the first.
    package let start: Position
    /// The file's last position when it was read; 0 where it cannot be told.
    let last: Position
    /// Why not even that can be told.
    let failure: LogError?
    /// ``LogReader/epoch()`` when it was read.
    let epoch: UInt64?
    /// Where the next stretch begins; where this one does, when there was nothing to read.
    package private(set) var end: Position
    private(set) var items: [Item] = []
    /// The events among the items; nil where these were not asked for.
    var entries: PackedEntries?

    /// Bytes of payload.
    private var size = 0
    /// The digests of the lines, by branch, as far as it came.
    private var digests: [BranchID: EventDigest] = [:]

    /// Positions in one stretch, unless its events are large.
    package static let length = 1024

    var isEmpty: Bool { end == start }

    fileprivate init(from start: Position, keepingEntries: Bool, _ reader: LogReader) {
        self.start = start
        end = start
        epoch = (try? reader.epoch()) ?? nil
        do {
            (last, failure) = (try reader.lastPosition(), nil)
        } catch {
            (last, failure) = (0, error as? LogError ?? .damaged("\(error)"))
        }
        items.reserveCapacity(Self.length)
        entries = keepingEntries ? PackedEntries(capacity: Self.length) : nil
        let upper = min(last, start + Self.length - 1)
        while end <= upper, size < LogRows.batchBytes {
            try? reader.rows.forEachRow(
                fromPosition: end, limit: upper - end + 1, withPayload: true
            ) { try add($0, reader) }
            // What cannot be read with others is read by itself, to say what is wrong with it.
            if end <= upper, size < LogRows.batchBytes { addNext(reader) }
        }
        digests = [:]
    }

    private mutating func add(_ stored: StoredRow, _ reader: LogReader) throws {
        guard stored.row.position == end else { throw LogError.damaged("an event is missing") }
        let entry = try reader.header(stored.row)
        let payload = try reader.payload(stored)
        let link = Link(stored.row)
        let contribution = Contribution(entry, stored, payload)
        let proof = digests[link.branch].map {
            Proof.known(contribution.digest(after: $0) == link.digest)
        }
        entries?.append(entry, payload)
        size += stored.row.size
        add(.event(link, proof ?? .open(contribution)), link)
    }

    private mutating func add(_ item: Item, _ link: Link?) {
        items.append(item)
        // Go on behind it with what its row says of the chain.
        if let link { digests[link.branch] = link.digest }
        end += 1
    }

    private mutating func addNext(_ reader: LogReader) {
        do {
            guard let stored = try reader.stored(at: end, withPayload: true) else {
                return add(.missing, nil)
            }
            try add(stored, reader)
        } catch {
            let row = try? reader.stored(at: end, withPayload: false)?.row
            let link = row.map { Link($0) }
            add(.unreadable(error as? LogError ?? .damaged("\(error)", at: end), link), link)
        }
    }
}

extension LogReader {
    /// Reads the stretch of the log that begins at a position.
    ///
    /// - Parameter keepingEntries: whether its events are wanted, or only what is wrong with them.
    package func stretch(from start: Position, keepingEntries: Bool) -> LogStretch {
        LogStretch(from: start, keepingEntries: keepingEntries, self)
    }
}
