internal import SessionTerms

/// Compresses the payloads of one line, each against those before it in its group.
///
/// A group begins with a keyframe, which needs nothing before it. So reading any one event decodes
/// at most ``rowLimit`` rows and ``byteLimit`` bytes beyond the event's own size. Measured on 16 MB
/// of real sessions with LZ4 HC: groups of 64 KB 0.239 of raw, 128 KB 0.223, 192 KB 0.219; more
/// rows than 64 a group gained 0.001.
final class GroupEncoder {
    static let byteLimit = 131_072
    static let rowLimit = 64

    private let stream: LZ4Stream
    private var bytes = 0
    private var rows = GroupEncoder.rowLimit
    private var last: Position = 0

    init(effort: Effort) { stream = LZ4Stream(effort: effort) }

    /// Goes on behind a group that is in the file already.
    func resume(_ group: DecodedGroup) {
        stream.reset(dictionary: group.raw, room: Self.byteLimit)
        bytes = group.raw.count
        rows = group.rows
        last = group.last
    }

    /// A payload's blob, whose place in the log is open yet.
    struct Packed {
        let blob: [UInt8]
        fileprivate let isKeyframe: Bool
    }

    /// The blob for a payload that will stand at `position`, and the position it builds on.
    func encode(_ payload: [UInt8], at position: Position) -> (base: Position?, blob: [UInt8]) {
        place(pack(payload), at: position)
    }

    /// Compresses a payload, behind those that were compressed before.
    func pack(_ payload: [UInt8]) -> Packed {
        let isKeyframe = rows >= Self.rowLimit || bytes > Self.byteLimit
        if isKeyframe {
            stream.reset(dictionary: [], room: Self.byteLimit + payload.count)
            (bytes, rows) = (0, 0)
        }
        let packed = payload.withUnsafeBytes { stream.compress($0) }
        bytes += payload.count
        rows += 1
        return Packed(
            blob: packed.map { PayloadBlob.make(.lz4, $0) } ?? PayloadBlob.make(.plain, payload),
            isKeyframe: isKeyframe)
    }

    /// Gives a payload its place, in the order in which they were compressed.
    func place(_ packed: Packed, at position: Position) -> (base: Position?, blob: [UInt8]) {
        defer { last = position }
        return (packed.isKeyframe ? nil : last, packed.blob)
    }
}

/// The payloads of one group from its keyframe on, one behind the other.
struct DecodedGroup {
    private(set) var raw: [UInt8] = []
    /// Which events it holds, ascending, and where the payload of each ends in `raw`.
    private(set) var positions: [Position] = []
    private var ends: [Int] = []

    /// Whether another payload may be compressed behind it.
    var canGoOn: Bool { rows < GroupEncoder.rowLimit && raw.count <= GroupEncoder.byteLimit }

    var last: Position { positions.last ?? 0 }
    var rows: Int { positions.count }

    /// Where an event's payload lies in `raw`; nil: in another group.
    func place(of position: Position) -> Range<Int>? {
        guard position <= last, position >= positions[0] else { return nil }
        let index = positions.partitioningIndex { $0 >= position }
        guard positions[index] == position else { return nil }
        return (index == 0 ? 0 : ends[index - 1])..<ends[index]
    }

    /// Adds what `body` appends as the payload of the event at a position behind all others.
    mutating func append<Failure>(
        _ position: Position, _ body: (inout [UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        precondition(position > last, "a group's events ascend")
        try body(&raw)
        positions.append(position)
        ends.append(raw.count)
    }

    /// Drops all, and keeps the memory for another group.
    mutating func removeAll() {
        raw.removeAll(keepingCapacity: true)
        positions.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    /// Drops what stands behind the event at `position`.
    mutating func cut(behind position: Position) {
        while last > position {
            positions.removeLast()
            ends.removeLast()
        }
        raw.removeLast(raw.count - (ends.last ?? 0))
    }
}
