internal import CZstd

/// Reads Zstandard (RFC 8878) piece by piece, in bounded memory: frames one behind the other.
package final class ZstdReader {
    /// How such a file begins.
    package static let mark: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]

    /// What the library says where the bytes are not what they should be.
    package struct Damage: Error {
        package let reason: String
    }

    private let stream: OpaquePointer
    private var input: [UInt8] = []
    private var start = 0
    private var isHolding = false

    /// nil: there is no memory for it.
    package init?() {
        guard let stream = ZSTD_createDStream() else { return nil }
        self.stream = stream
        ZSTD_initDStream(stream)
    }

    deinit { ZSTD_freeDStream(stream) }

    /// - Parameters:
    ///   - count: bytes that are given at most, more than none.
    ///   - more: gives the next compressed bytes; none at the end.
    /// - Returns: none at the end. A file that is cut off ends where it was cut.
    package func read(
        upToCount count: Int, more: () throws -> [UInt8]
    ) throws -> [UInt8] {
        while true {
            // The library may hold back more than fitted into the last piece.
            if start < input.count || isHolding {
                let output = try step(upToCount: count)
                isHolding = output.count == count
                if !output.isEmpty { return output }
            }
            guard start == input.count else { continue }
            (input, start) = (try more(), 0)
            if input.isEmpty { return [] }
        }
    }

    private func step(upToCount count: Int) throws -> [UInt8] {
        var code = 0
        var consumed = 0
        let output = [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
            input.withUnsafeBytes { bytes in
                var source = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: start)
                var target = ZSTD_outBuffer(dst: buffer.baseAddress, size: count, pos: 0)
                code = ZSTD_decompressStream(stream, &target, &source)
                (written, consumed) = (target.pos, source.pos)
            }
        }
        start = consumed
        guard ZSTD_isError(code) == 0 else {
            throw Damage(reason: String(cString: ZSTD_getErrorName(code)))
        }
        return output
    }
}
