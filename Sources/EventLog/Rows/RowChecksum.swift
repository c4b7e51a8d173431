internal import SessionTerms

/// The checksum that each row carries over its other columns, so that a flipped bit is an error and
/// never other data (Schemas/payload-1.md, "Row checksums").
package struct RowChecksum {
    private var crc = CRC32()

    package init() {}

    /// A number: 1 and 8 bytes; absent: 0.
    package mutating func add(_ value: Int?) {
        guard let value else { return crc.add(0 as UInt8) }
        crc.add(1, UInt64(bitPattern: Int64(value)))
    }

    mutating func add(_ value: (some Ordinal)?) { add(value?.number) }

    /// Bytes: 2, their count in 8 bytes, the bytes; absent: 0.
    package mutating func add(_ value: [UInt8]?) {
        guard let value else { return crc.add(0 as UInt8) }
        value.withUnsafeBytes { add(bytes: $0) }
    }

    mutating func add(_ value: EventDigest?) {
        guard let value else { return crc.add(0 as UInt8) }
        addCount(EventDigest.count)
        crc.add(value.words.0)
        crc.add(value.words.1)
        crc.add(value.words.2)
        crc.add(value.words.3)
    }

    mutating func add(_ value: Bytes16?) {
        guard let value else { return crc.add(0 as UInt8) }
        addCount(Bytes16.count)
        crc.add(value.low)
        crc.add(value.high)
    }

    mutating func add(_ value: String?) {
        guard var value else { return crc.add(0 as UInt8) }
        value.withUTF8 { add(bytes: UnsafeRawBufferPointer($0)) }
    }

    private mutating func add(bytes: UnsafeRawBufferPointer) {
        addCount(bytes.count)
        crc.add(bytes)
    }

    private mutating func addCount(_ count: Int) {
        crc.add(2, UInt64(count))
    }

    package var value: Int { Int(crc.value) }
}
