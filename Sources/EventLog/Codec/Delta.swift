/// A new value of a subject told as copies out of its previous value, and what is new in it.
///
/// Unlike an LZ4 dictionary this reaches as far back as the value is long, so that one changed line
/// in a file of many megabytes costs a few bytes. The idea is that of rsync and git's packs: look
/// up short windows of the new text in an index of the old.
///
/// Bytes: varint count of instructions; for each a varint of new bytes, a varint of copied bytes
/// and a signed varint, where the copy begins counted from the end of the last copy; then the new
/// bytes.
package enum Delta {
    /// Length of the windows looked up, and the least that is copied.
    private static let window = 16
    private static let tableLimit = 1 << 18

    package static func encode(_ target: [UInt8], against base: [UInt8]) -> [UInt8] {
        target.withUnsafeBytes { target in
            base.withUnsafeBytes { base in Encoder(target: target, base: base).run() }
        }
    }

    private struct Encoder {
        let target: UnsafeRawBufferPointer
        let base: UnsafeRawBufferPointer
        var instructions: [UInt8] = []
        var count = 0
        var fresh: [UInt8] = []
        var copyEnd = 0

        init(target: UnsafeRawBufferPointer, base: UnsafeRawBufferPointer) {
            self.target = target
            self.base = base
        }

        consuming func run() -> [UInt8] {
            var encoder = self
            encoder.scan()
            var result: [UInt8] = []
            result.append(varint: encoder.count)
            result.append(contentsOf: encoder.instructions)
            result.append(contentsOf: encoder.fresh)
            return result
        }

        private mutating func scan() {
            let (table, mask, stride) = index()
            var position = 0
            var literal = 0
            while position + window <= target.count {
                guard let candidate = find(position, literal, table, mask, stride) else {
                    position += 1
                    continue
                }
                var (from, to) = (candidate, position)
                while from > 0, to > literal, base[from - 1] == target[to - 1] {
                    from -= 1
                    to -= 1
                }
                var length = position - to + window
                while from + length < base.count, to + length < target.count,
                    base[from + length] == target[to + length]
                {
                    length += 1
                }
                emit(literal: literal..<to, copy: from..<from + length)
                position = to + length
                literal = position
            }
            emit(literal: literal..<target.count, copy: nil)
        }

        /// Where the base holds the window at `position`: straight on from the last copy, as when a
        /// line kept its length, or else where the index knows it.
        private func find(
            _ position: Int, _ literal: Int, _ table: [UInt32], _ mask: Int, _ stride: Int
        ) -> Int? {
            let onward = copyEnd + position - literal
            if onward + window <= base.count, matches(onward, position) { return onward }
            let slot = table[Int(Delta.hash(target, position) >> 32) & mask]
            guard slot != UInt32.max, matches(Int(slot) * stride, position) else { return nil }
            return Int(slot) * stride
        }

        /// Where each window of the base begins, by its hash; every `stride`th window of large
        /// ones.
        private func index() -> (table: [UInt32], mask: Int, stride: Int) {
            let stride = max(1, base.count / Delta.tableLimit + (base.count > 65_536 ? 3 : 0))
            var slots = 256
            while slots < base.count / stride { slots *= 2 }
            var table = [UInt32](repeating: .max, count: slots)
            var place = (base.count - window) / stride * stride
            while base.count >= window, place >= 0 {
                table[Int(Delta.hash(base, place) >> 32) & (slots - 1)] = UInt32(place / stride)
                place -= stride
            }
            return (table, slots - 1, stride)
        }

        private func matches(_ from: Int, _ to: Int) -> Bool {
            base.loadUnaligned(fromByteOffset: from, as: UInt64.self)
                == target.loadUnaligned(fromByteOffset: to, as: UInt64.self)
                && base.loadUnaligned(fromByteOffset: from + 8, as: UInt64.self)
                    == target.loadUnaligned(fromByteOffset: to + 8, as: UInt64.self)
        }

        private mutating func emit(literal: Range<Int>, copy: Range<Int>?) {
            if literal.isEmpty && copy == nil { return }
            instructions.append(varint: literal.count)
            instructions.append(varint: copy?.count ?? 0)
            instructions.append(signedVarint: (copy?.lowerBound ?? copyEnd) - copyEnd)
            fresh.append(contentsOf: target[literal])
            copyEnd = copy?.upperBound ?? copyEnd
            count += 1
        }
    }

    private static func hash(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        let low = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        let high = bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
        let mixed = (low ^ (high &* 0x9E37_79B9_7F4A_7C15)) &* 0xD6E8_FEB8_6659_FD93
        return mixed ^ (mixed >> 29)
    }

    /// Rebuilds the value; nil where the instructions do not give exactly `size` bytes.
    package static func decode(
        _ delta: UnsafeRawBufferPointer, against base: [UInt8], size: Int
    ) -> [UInt8]? {
        guard let fresh = freshBytes(delta, size: size) else { return nil }
        var reader = ByteReader(delta)
        guard let count = reader.varint() else { return nil }
        var source = ByteReader(fresh)
        var result: [UInt8] = []
        result.reserveCapacity(size)
        var copyEnd = 0
        for _ in 0..<count {
            guard let literal = reader.varint(), let copied = reader.varint(),
                let jump = reader.signedVarint(), let bytes = source.take(literal)
            else { return nil }
            let (from, overflow) = copyEnd.addingReportingOverflow(jump)
            guard !overflow, from >= 0, from <= base.count, copied <= base.count - from else {
                return nil
            }
            result.append(contentsOf: bytes)
            result.append(contentsOf: base[from..<from + copied])
            copyEnd = from + copied
        }
        return result.count == size && source.isAtEnd ? result : nil
    }

    /// The new bytes behind the instructions, once these are known to add up to `size`.
    private static func freshBytes(
        _ delta: UnsafeRawBufferPointer, size: Int
    ) -> UnsafeRawBufferPointer? {
        var reader = ByteReader(delta)
        guard let count = reader.varint(), count <= delta.count else { return nil }
        var total = 0
        for _ in 0..<count {
            guard let literal = reader.varint(), let copied = reader.varint(),
                reader.signedVarint() != nil, literal <= size - total,
                copied <= size - total - literal
            else { return nil }
            total += literal + copied
        }
        return total == size ? reader.rest : nil
    }
}
