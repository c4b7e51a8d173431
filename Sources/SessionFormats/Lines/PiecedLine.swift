/// Hands on what comes piece by piece: small ones together, of a large one nothing is copied.
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

    /// Hands on what is left.
    mutating func flush(to sink: ([UInt8]) throws -> Void) rethrows {
        if !held.isEmpty { try sink(held) }
        held = []
    }
}
