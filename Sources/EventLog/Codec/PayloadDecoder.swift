package import SessionTerms

/// A payload's row, as far as decoding needs it.
package struct PayloadRow {
    package let position: Position
    package let size: Int
    /// The position that it is compressed against.
    let base: Position?
    let blob: [UInt8]
    /// Whether a later value of the same subject may be told as a delta against it.
    let isValue: Bool

    package init(
        position: Position, size: Int, base: Position?, blob: [UInt8], isValue: Bool = false
    ) {
        self.position = position
        self.size = size
        self.base = base
        self.blob = blob
        self.isValue = isValue
    }

    /// How the blob was written; nil where it is damaged. Cost: one pass over it.
    var mode: PayloadBlob.Mode? { PayloadBlob.mode(of: blob) }
}

/// Decodes payloads, keeping the groups and the values of subjects that were decoded last, so that
/// reading a line in order decodes each event once.
///
/// Not safe for several threads at once: each connection has its own.
package final class PayloadDecoder {
    /// A payload is at most this many bytes.
    static let sizeLimit = 256 << 20
    /// How many deltas may stand on one another.
    static let deltaLimit = 16
    private static let cachedGroups = 8
    private static let cachedBytes = 1 << 20

    private var groups: [DecodedGroup] = []
    /// An empty one, whose memory the next group takes over.
    private var spare = DecodedGroup()
    private let values: SharedValues
    private let counts: ReadCounts

    /// - Parameter values: what is known already; of a connection that writes, its own.
    init(
        values: SharedValues = SharedValues(limit: 8 << 20), counts: ReadCounts = ReadCounts()
    ) {
        self.values = values
        self.counts = counts
    }

    package convenience init() { self.init(counts: ReadCounts()) }

    func forgetAll() {
        forgetGroups()
        values.removeAll()
    }

    /// To be called when payloads are compressed otherwise, and say what they said.
    func forgetGroups() { groups = [] }

    /// The payload of `row`; `fetch` reads the rows it builds on. A slice of what is kept here: who
    /// keeps it too has the next decoding copy the whole.
    package func payload(
        of row: PayloadRow, fetch: (Position) throws -> PayloadRow
    ) throws -> ArraySlice<UInt8> {
        row.isValue
            ? try whole(row, deltas: 0, fetch: fetch)[...]
            : try decode(row, deltas: 0, fetch: fetch)
    }

    /// The group that ends with `row`, for an encoder to go on behind it; nil for a delta.
    func group(
        endingWith row: PayloadRow, fetch: (Position) throws -> PayloadRow
    ) throws -> DecodedGroup? {
        let mode = try mode(of: row)
        guard !mode.isDelta else { return nil }
        var group =
            groups[
                try index(holding: row.position) ?? read(Link(row: row, mode: mode), fetch: fetch)]
        group.cut(behind: row.position)
        return group
    }

    private func mode(of row: PayloadRow) throws -> PayloadBlob.Mode {
        guard let mode = row.mode else {
            throw LogError.corrupt("the payload does not match its checksum", at: row.position)
        }
        guard row.size >= 0, row.size <= Self.sizeLimit else {
            throw LogError.corrupt("the payload claims \(row.size) bytes", at: row.position)
        }
        return mode
    }

    /// The payload in memory of its own, kept where a later value may build on it.
    private func whole(
        _ row: PayloadRow, deltas: Int, fetch: (Position) throws -> PayloadRow
    ) throws -> [UInt8] {
        if row.isValue, let known = values[row.position] { return known }
        let payload = try Array(decode(row, deltas: deltas, fetch: fetch))
        if row.isValue { values.insert(payload, at: row.position) }
        return payload
    }

    private func decode(
        _ row: PayloadRow, deltas: Int, fetch: (Position) throws -> PayloadRow
    ) throws -> ArraySlice<UInt8> {
        // What is decoded already was compared with its checksum then.
        if let known = index(holding: row.position) { return try slice(row.position, of: known) }
        let mode = try mode(of: row)
        guard mode.isDelta else {
            return try slice(row.position, of: read(Link(row: row, mode: mode), fetch: fetch))
        }
        let isPacked = mode == .packedDelta
        return try applyDelta(row, packed: isPacked, deltas: deltas, fetch: fetch)[...]
    }

    // MARK: Groups

    /// A row of a group, and how it was written.
    private struct Link {
        let row: PayloadRow
        let mode: PayloadBlob.Mode
    }

    private func index(holding position: Position) -> Int? {
        groups.lastIndex { $0.place(of: position) != nil }
    }

    private func slice(_ position: Position, of index: Int) throws -> ArraySlice<UInt8> {
        guard let place = groups[index].place(of: position) else {
            throw LogError.corrupt("the payload's group does not hold it", at: position)
        }
        // One so large is full: nothing builds on it, and who asked for it has the only copy.
        let isLarge = groups[index].raw.count > Self.cachedBytes
        return isLarge ? groups.remove(at: index).raw[place] : groups[index].raw[place]
    }

    /// Decodes a group up to a row that is not among those decoded.
    private func read(_ last: Link, fetch: (Position) throws -> PayloadRow) throws -> Int {
        var chain = [last]
        while let base = chain[chain.count - 1].row.base {
            if let index = groups.firstIndex(where: { $0.last == base }) {
                return try extend(index, with: chain.reversed())
            }
            guard chain.count < GroupEncoder.rowLimit, base > 0,
                base < chain[chain.count - 1].row.position
            else {
                throw LogError.corrupt("the payload's group is endless", at: last.row.position)
            }
            let previous = try fetch(base)
            chain.append(Link(row: previous, mode: try mode(of: previous)))
        }
        groups.append(spare)
        spare = DecodedGroup()
        return try extend(groups.count - 1, with: chain.reversed())
    }

    private func extend(_ index: Int, with links: some Sequence<Link>) throws -> Int {
        var group = groups.remove(at: index)
        let before = group.rows
        for link in links { try Self.append(link.row, mode: link.mode, to: &group) }
        counts.payloads += group.rows - before
        groups.append(group)
        if groups.dropLast().contains(where: { $0.raw.count > Self.cachedBytes }) {
            groups.removeAll { $0.last != group.last && ($0.raw.count > Self.cachedBytes) }
        }
        if groups.count > Self.cachedGroups {
            spare = groups.removeFirst()
            spare.removeAll()
        }
        return groups.count - 1
    }

    private static func append(
        _ row: PayloadRow, mode: PayloadBlob.Mode, to group: inout DecodedGroup
    ) throws {
        guard group.raw.count <= GroupEncoder.byteLimit else {
            throw LogError.corrupt("the payload's group is too long", at: row.position)
        }
        guard row.position > group.last else {
            throw LogError.corrupt("the payload's group is out of order", at: row.position)
        }
        let data = row.blob.count - PayloadBlob.headerSize
        try group.append(row.position) { raw in
            switch mode {
            case .plain where data == row.size:
                raw.append(contentsOf: row.blob[PayloadBlob.headerSize...])
            case .lz4 where row.size <= LZ4.bound(decompressing: data):
                let ok = row.blob.withUnsafeBytes { blob in
                    LZ4.decompress(
                        UnsafeRawBufferPointer(rebasing: blob[PayloadBlob.headerSize...]),
                        size: row.size, behind: &raw)
                }
                guard ok else { fallthrough }
            default: throw LogError.corrupt("the payload cannot be decompressed", at: row.position)
            }
        }
    }

    // MARK: Deltas

    private func applyDelta(
        _ row: PayloadRow, packed: Bool, deltas: Int, fetch: (Position) throws -> PayloadRow
    ) throws -> [UInt8] {
        guard let base = row.base, base > 0, base < row.position, deltas < Self.deltaLimit else {
            throw LogError.corrupt("the payload builds on no earlier event", at: row.position)
        }
        let previous = try values[base] ?? whole(fetch(base), deltas: deltas + 1, fetch: fetch)
        counts.payloads += 1
        let result = row.blob.withUnsafeBytes { blob -> [UInt8]? in
            let data = UnsafeRawBufferPointer(rebasing: blob[PayloadBlob.headerSize...])
            guard packed else { return Delta.decode(data, against: previous, size: row.size) }
            var reader = ByteReader(data)
            var delta: [UInt8] = []
            guard let size = reader.varint(), size <= LZ4.bound(decompressing: data.count),
                LZ4.decompress(reader.rest, size: size, behind: &delta)
            else { return nil }
            return delta.withUnsafeBytes { Delta.decode($0, against: previous, size: row.size) }
        }
        guard let result else {
            throw LogError.corrupt("the payload's delta does not fit its base", at: row.position)
        }
        return result
    }
}
