/// Hands on a line that comes piece by piece: a small one whole, of a large one nothing that was
/// given is copied.
struct PiecedLine {
    private var held: [UInt8] = []

    /// Bytes that are put together before they are handed on.
    private static let limit = 1 << 18

    mutating func add(_ piece: [UInt8], to sink: ([UInt8]) throws -> Void) rethrows {
        if held.count + piece.count <= Self.limit {
            held += piece
            return
        }
        if !held.isEmpty { try sink(held) }
        held = []
        if piece.count > Self.limit { try sink(piece) } else { held = piece }
    }

    /// Adds the line break and hands on what is left.
    mutating func end(to sink: ([UInt8]) throws -> Void) rethrows {
        try sink(held + [0x0A])
        held = []
    }
}
