/// Finds long stretches of known texts inside an unknown one: a file that was pasted into a prompt,
/// a result that was cut, a summary that quotes.
///
/// Every aligned window of the known texts is looked up at every place of the new one, with a hash
/// that rolls along (Karp and Rabin 1987; the use of aligned windows is rsync's, Tridgell 1999).
package struct PartFinder: Sendable {
    /// Length of the windows looked up.
    static let window = 32
    /// The least stretch that is worth a reference.
    package static let least = 64

    package struct KnownText: Sendable {
        let revision: Revision
        let number: Int
        let text: [UInt8]

        package init(revision: Revision, number: Int, text: [UInt8]) {
            self.revision = revision
            self.number = number
            self.text = text
        }
    }

    /// A stretch of the new text and where it is known from.
    struct Match: Sendable, Hashable {
        let range: Range<Int>
        let revision: Revision
        let number: Int
        let start: Int
        /// Whether it is most of the known text.
        let isMost: Bool
    }

    private let sources: [KnownText]
    private var windows: [UInt64: (source: Int32, offset: Int32)] = [:]

    private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
    /// The factor of the byte that leaves the window.
    private static let leaving = (0..<window).reduce(UInt64(1)) { power, _ in power &* factor }

    package init(_ sources: [KnownText]) {
        self.sources = sources
        for (index, source) in sources.enumerated() {
            for offset in stride(
                from: 0, through: source.text.count - Self.window, by: Self.window)
            {
                let hash = Self.hash(source.text[offset..<offset + Self.window])
                windows[hash] = (Int32(clamping: index), Int32(clamping: offset))
            }
        }
    }

    private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 &* factor &+ UInt64($1) &+ 1 }
    }

    /// The stretches, in order, without overlap, cut between characters.
    func matches(in text: [UInt8]) -> [Match] {
        guard !windows.isEmpty, text.count >= Self.window else { return [] }
        var found: [Match] = []
        var done = 0
        var index = 0
        var hash = Self.hash(text[0..<Self.window])
        while true {
            if let hit = windows[hash], let match = extend(hit, in: text, at: index, floor: done) {
                found.append(match)
                done = match.range.upperBound
                guard done + Self.window <= text.count else { break }
                index = done
                hash = Self.hash(text[index..<index + Self.window])
                continue
            }
            guard index + Self.window < text.count else { break }
            hash = hash &* Self.factor &+ UInt64(text[index + Self.window]) &+ 1
            hash = hash &- (UInt64(text[index]) &+ 1) &* Self.leaving
            index += 1
        }
        return found
    }

    private func extend(
        _ hit: (source: Int32, offset: Int32), in text: [UInt8], at index: Int, floor: Int
    ) -> Match? {
        let source = sources[Int(hit.source)]
        var (from, start) = (Int(hit.offset), index)
        while from > 0, start > floor, source.text[from - 1] == text[start - 1] {
            from -= 1
            start -= 1
        }
        var end = index
        let shift = Int(hit.offset) - index
        while end < text.count, end + shift < source.text.count,
            source.text[end + shift] == text[end]
        {
            end += 1
        }
        while start < end, text[start] & 0xC0 == 0x80 {
            start += 1
            from += 1
        }
        while end > start, end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
        guard end - start >= Self.least else { return nil }
        return Match(
            range: start..<end, revision: source.revision, number: source.number, start: from,
            isMost: (end - start) * 2 >= source.text.count)
    }
}
