internal import Crypto

/// What is left of a writer's id when its event is erased: a hash by which whoever still has the id
/// finds the event again, so that appending it once more brings nothing back (Schemas/payload-1.md,
/// "An erased event").
enum ErasedID {
    /// - Parameter first: the digest of the session's first event, the same in every copy of it.
    static func text(of id: String, first: [UInt8]) -> String {
        let hash = Array(SHA256.hash(data: first + Array(id.utf8)))
        let digits = Array("0123456789abcdef".utf8)
        let text = hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return "erased:" + String(decoding: text, as: UTF8.self)
    }
}

extension LogReader {
    /// The erased entry whose writer had given it this id, on a line.
    package func erasedEntry(id: String, on line: Line) throws -> LogEntry? {
        try entry(id: ErasedID.text(of: id, first: firstDigest()), on: line)
    }

    /// The digest of the session's first event.
    func firstDigest() throws -> [UInt8] {
        try stored(at: 1, withPayload: false)?.row.digest.bytes ?? Chain.start.bytes
    }
}
