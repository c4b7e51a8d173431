import SessionStore

/// Paths in one folder that become paths in another one, wherever they stand in records.
struct MovedPaths {
    /// As they stand in a string of JSON, without the quotes.
    private let old: [UInt8]
    private let new: [UInt8]

    /// nil: nothing moves.
    init?(from old: String?, to new: String?) {
        guard let old, let new, old != new, old.hasPrefix("/"), old.count > 1 else { return nil }
        self.old = Self.inner(old)
        self.new = Self.inner(new)
    }

    private static func inner(_ path: String) -> [UInt8] {
        let plain = path.hasSuffix("/") && path.count > 1 ? String(path.dropLast()) : path
        return Array(JSON.string(plain).bytes.dropFirst().dropLast())
    }

    /// The record with every path in the folder moved, the folder itself included.
    func apply(to record: [UInt8]) -> [UInt8] {
        guard let first = old.first, record.count >= old.count else { return record }
        var result: [UInt8] = []
        var (done, index) = (0, 0)
        while index <= record.count - old.count {
            guard record[index] == first, isHere(index, record) else {
                index += 1
                continue
            }
            result += record[done..<index] + new
            index += old.count
            done = index
        }
        return done == 0 ? record : result + record[done...]
    }

    /// A path begins where no other one goes on, and the folder's name ends where it does.
    private func isHere(_ index: Int, _ record: [UInt8]) -> Bool {
        let end = index + old.count
        guard record[index..<end].elementsEqual(old) else { return false }
        // Behind a backslash a letter stands for a line break, and the like.
        let isEscaped = index > 1 && record[index - 2] == UInt8(ascii: "\\")
        let before = index > 0 && !isEscaped ? record[index - 1] : 0x20
        let after = end < record.count ? record[end] : 0x20
        return !Self.isOfName(before) && before != UInt8(ascii: "/") && !Self.isOfName(after)
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
            UInt8(ascii: "."), 0x80...:
            return true
        default: return false
        }
    }
}
