internal import CLZ4

/// LZ4 blocks, with an optional dictionary
/// (<https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md>).
enum LZ4 {
    /// How far back a match can reach, in bytes.
    static let window = 65_536
    /// The least that `count` compressed bytes can have come from, as a bound: no block expands to
    /// more than this, so a size that claims more is a lie found before memory is taken.
    static func bound(decompressing count: Int) -> Int { count * 255 + 64 }

    static func bound(compressing count: Int) -> Int { Int(LZ4_compressBound(Int32(count))) }

    /// Decompresses one block behind what `buffer` holds, which serves as its dictionary.
    ///
    /// - Returns: false where the block is no LZ4 or does not give exactly `size` bytes; `buffer`
    ///   is then as it was.
    static func decompress(
        _ block: UnsafeRawBufferPointer, size: Int, behind buffer: inout [UInt8]
    ) -> Bool {
        let start = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: size))
        let written = buffer.withUnsafeMutableBytes { bytes -> Int32 in
            guard let base = bytes.baseAddress, let source = block.baseAddress else { return -1 }
            let reach = min(start, window)
            return LZ4_decompress_safe_usingDict(
                source.assumingMemoryBound(to: CChar.self),
                (base + start).assumingMemoryBound(to: CChar.self), Int32(block.count),
                Int32(size), (base + start - reach).assumingMemoryBound(to: CChar.self),
                Int32(reach))
        }
        guard written == size else {
            buffer.removeLast(size)
            return false
        }
        return true
    }
}

/// How hard to look for matches. Measured on the messages of 1,000 turns of an agent, 1.1 KB each.
package enum Effort: Sendable {
    /// Where a person waits for many events: 0.48 of raw, 17 µs each.
    case fast
    /// Where a person waits for a few, which the disk takes longer for: 0.39, 50 µs.
    case medium
    /// Where nobody waits (import, compact): 0.388, 105 µs; a twentieth smaller on transcripts.
    case small

    /// LZ4 HC's level; nil: the fast compressor. Beyond 9 the gain was under 0.5 % on real
    /// sessions, at half the speed.
    fileprivate var level: Int32? {
        switch self {
        case .fast: nil
        case .medium: 3
        case .small: 9
        }
    }
}

/// Compresses blocks one after another, each with what came before it as its dictionary.
///
/// Owns the memory that liblz4 keeps pointing into: blocks are laid one behind the other in a
/// buffer that never moves.
final class LZ4Stream {
    private let level: Int32
    private let fast: OpaquePointer?
    /// LZ4 HC's state.
    private let small: OpaquePointer?
    private var buffer: UnsafeMutableRawBufferPointer
    private var used = 0

    init(effort: Effort) {
        level = effort.level ?? 0
        fast = effort.level == nil ? OpaquePointer(LZ4_createStream()) : nil
        small = effort.level != nil ? OpaquePointer(LZ4_createStreamHC()) : nil
        buffer = .allocate(byteCount: 0, alignment: 16)
    }

    deinit {
        if let fast { LZ4_freeStream(UnsafeMutablePointer(fast)) }
        if let small { LZ4_freeStreamHC(UnsafeMutablePointer(small)) }
        buffer.deallocate()
    }

    /// Starts anew, with the end of `dictionary` as what came before.
    func reset(dictionary: [UInt8], room: Int) {
        let tail = dictionary.suffix(LZ4.window)
        if buffer.count < tail.count + room || buffer.count > 4 * (tail.count + room) {
            buffer.deallocate()
            buffer = .allocate(byteCount: tail.count + room, alignment: 16)
        }
        tail.withUnsafeBytes { buffer.copyMemory(from: $0) }
        used = tail.count
        load()
    }

    /// Compresses `block`; nil where that would not make it smaller. It is part of the dictionary
    /// of the next block either way.
    func compress(_ block: UnsafeRawBufferPointer) -> [UInt8]? {
        if used + block.count > buffer.count { makeRoom(for: block.count) }
        guard let base = buffer.baseAddress, let source = block.baseAddress, block.count > 0 else {
            return nil
        }
        let place = base + used
        place.copyMemory(from: source, byteCount: block.count)
        used += block.count
        let bound = LZ4.bound(compressing: block.count)
        let output = [UInt8](unsafeUninitializedCapacity: bound) { target, count in
            count = Int(run(place, block.count, into: target))
        }
        return output.isEmpty || output.count >= block.count ? nil : output
    }

    private func run(
        _ place: UnsafeMutableRawPointer, _ count: Int,
        into target: UnsafeMutableBufferPointer<UInt8>
    ) -> Int32 {
        guard let out = target.baseAddress else { return 0 }
        return out.withMemoryRebound(to: CChar.self, capacity: target.count) { out in
            let source = place.assumingMemoryBound(to: CChar.self)
            if let fast {
                return LZ4_compress_fast_continue(
                    UnsafeMutablePointer(fast), source, out, Int32(count), Int32(target.count), 1)
            }
            return LZ4_compress_HC_continue(
                small.map { UnsafeMutablePointer($0) }, source, out, Int32(count),
                Int32(target.count))
        }
    }

    /// Moves the window into a buffer that the next block fits in too.
    private func makeRoom(for count: Int) {
        let tail = min(used, LZ4.window)
        let next = UnsafeMutableRawBufferPointer.allocate(
            byteCount: tail + count + 2 * LZ4.window, alignment: 16)
        next.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[used - tail..<used]))
        buffer.deallocate()
        buffer = next
        used = tail
        load()
    }

    private func load() {
        let bytes = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
        if let fast { _ = LZ4_loadDict(UnsafeMutablePointer(fast), bytes, Int32(used)) }
        if let small {
            LZ4_resetStreamHC_fast(UnsafeMutablePointer(small), level)
            _ = LZ4_loadDictHC(UnsafeMutablePointer(small), bytes, Int32(used))
        }
    }
}
