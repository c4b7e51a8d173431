/// The checksum that each row carries over its other columns, so that a flipped bit is an error and
/// never other data (Schemas/payload-1.md, "Row checksums").
struct RowChecksum {
    private var bytes: [UInt8] = []

    init(reserving capacity: Int = 192) { bytes.reserveCapacity(capacity) }

    /// A number: 1 and 8 bytes; absent: 0.
    mutating func add(_ value: Int64?) {
        guard let value else { return bytes.append(0) }
        bytes.append(1)
        bytes.append(littleEndian: value)
    }

    mutating func add(_ value: Int?) { add(value.map { Int64($0) }) }

    /// Bytes: 2, their count in 8 bytes, the bytes; absent: 0.
    mutating func add(_ value: [UInt8]?) {
        guard let value else { return bytes.append(0) }
        bytes.append(2)
        bytes.append(littleEndian: Int64(value.count))
        bytes.append(contentsOf: value)
    }

    mutating func add(_ value: String?) { add(value.map { Array($0.utf8) }) }

    var value: Int64 { Int64(CRC32.of(bytes)) }
}
