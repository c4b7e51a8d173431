/// Writing numbers and fields into bytes, little-endian.
extension [UInt8] {
    mutating func append(littleEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }

    /// LEB128: seven bits a byte, the lowest first.
    mutating func append(varint value: Int) {
        var rest = UInt64(value)
        while rest >= 0x80 {
            append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    /// A signed number, small either way: zigzag, then LEB128.
    mutating func append(signedVarint value: Int) {
        append(varint: (value << 1) ^ (value >> 63))
    }
}

/// Reads what ``Swift/Array`` wrote; every read is checked against the end.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private(set) var index: Int

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        index = 0
    }

    /// What `body` reads of the bytes from their beginning.
    static func reading<Result>(
        _ bytes: [UInt8], _ body: (inout ByteReader) -> Result
    ) -> Result {
        bytes.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes)
            return body(&reader)
        }
    }

    var rest: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[index...]) }
    var isAtEnd: Bool { index == bytes.count }

    mutating func varint() -> Int? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while index < bytes.count, shift < 63 {
            let byte = bytes[index]
            index += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value <= UInt64(Int.max) ? Int(value) : nil }
            shift += 7
        }
        return nil
    }

    mutating func signedVarint() -> Int? {
        varint().map { ($0 >> 1) ^ -($0 & 1) }
    }

    mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
        guard count >= 0, count <= bytes.count - index else { return nil }
        defer { index += count }
        return UnsafeRawBufferPointer(rebasing: bytes[index..<index + count])
    }
}
