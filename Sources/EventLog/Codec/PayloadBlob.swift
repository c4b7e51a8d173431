/// A payload as it stands in the log: one byte for the way it was written, a CRC-32 over that byte
/// and the data, then the data (Schemas/payload-1.md).
package enum PayloadBlob {
    package enum Mode: UInt8 {
        /// As it is.
        case plain = 0
        /// One LZ4 block whose dictionary is what the group holds before it.
        case lz4 = 1
        /// A ``Delta`` against the base's payload.
        case delta = 2
        /// A varint of the delta's size, then the delta as one LZ4 block.
        case packedDelta = 3

        var isDelta: Bool { self == .delta || self == .packedDelta }
    }

    package static let headerSize = 5

    package static func make(_ mode: Mode, _ data: some Collection<UInt8>) -> [UInt8] {
        var blob: [UInt8] = [mode.rawValue, 0, 0, 0, 0]
        blob.reserveCapacity(headerSize + data.count)
        blob.append(contentsOf: data)
        let sum = checksum(blob)
        for index in 0..<4 { blob[1 + index] = UInt8(truncatingIfNeeded: sum >> (8 * index)) }
        return blob
    }

    private static func checksum(_ blob: [UInt8]) -> UInt32 {
        blob.withUnsafeBytes { bytes in
            var sum = CRC32()
            sum.add(bytes[0])
            sum.add(UnsafeRawBufferPointer(rebasing: bytes[headerSize...]))
            return sum.value
        }
    }

    /// Checks the blob as a whole and tells its mode; nil where it is damaged.
    static func mode(of blob: [UInt8]) -> Mode? {
        guard blob.count >= headerSize, let mode = Mode(rawValue: blob[0]) else { return nil }
        let stored = blob[1..<5].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return stored == checksum(blob) ? mode : nil
    }
}
