/// A text as it is indexed: without zero bytes and base64, with Chinese, Japanese and Korean as
/// words of two letters each.
struct IndexedText {
    /// Letters of base64 one behind the other from which on they are left out. Digests in
    /// hexadecimal are up to 128 and stay.
    private static let base64Length = 160
    /// Bytes of one text that are indexed: a result of more is cut, and no person wrote it.
    static let limit = 8 << 20

    let text: String
    /// How many words are in it, about: runs of ASCII letters and digits, and other letters by
    /// threes.
    let words: Int

    init(_ text: String) {
        var text = text
        if text.utf8.count > Self.limit { text = String(text.prefix(Self.limit / 4)) }
        let sight = text.withUTF8 { Sight($0, Self.base64Length) }
        if sight.isBinary { text = Self.withoutBinary(text) }
        self.text = sight.isAsian ? Self.withPairs(text, isQuery: false) : text
        words = sight.words
    }

    /// Words as they are looked for.
    static func ofQuery(_ text: String) -> String { withPairs(text, isQuery: true) }

    /// What one pass over a text's bytes finds.
    private struct Sight {
        var isAsian = false
        var isBinary = false
        var words = 0

        init(_ bytes: some RandomAccessCollection<UInt8>, _ limit: Int) {
            let letters = Base64Letters.table
            var run = 0
            var others = 0
            for (index, byte) in bytes.enumerated() {
                if letters[Int(byte)] {
                    run += 1
                    if run == limit { isBinary = true }
                    continue
                }
                if run > 0 { words += 1 }
                run = 0
                if byte >= 0xC0 {
                    others += 1
                    let next = bytes.dropFirst(index + 1).first ?? 0
                    if Self.mayBeginAsian(byte, next) { isAsian = true }
                }
                if byte == 0 { isBinary = true }
            }
            words += (run > 0 ? 1 : 0) + (others + 2) / 3
        }

        /// Whether the first two bytes of a letter may be of one that ``isAsian(_:)``.
        private static func mayBeginAsian(_ first: UInt8, _ second: UInt8) -> Bool {
            switch first {
            case 0xE2: second >= 0xBA
            case 0xE3...0xED: true
            case 0xEF: second >= 0xA4
            case 0xF0: second >= 0xA0
            default: false
            }
        }
    }

    private static func withoutBinary(_ text: String) -> String {
        var kept: [UInt8] = []
        var run: [UInt8] = []
        func end() {
            if run.count < base64Length { kept += run } else { kept.append(0x20) }
            run.removeAll(keepingCapacity: true)
        }
        for byte in text.utf8 {
            if Base64Letters.contains(byte) {
                run.append(byte)
            } else {
                end()
                kept.append(byte == 0 ? 0x20 : byte)
            }
        }
        end()
        return String(decoding: kept, as: UTF8.self)
    }

    // MARK: Words of two letters

    /// - Parameter isQuery: whether the last letter is left out as a word of its own, so that what
    ///   is found may go on behind it.
    private static func withPairs(_ text: String, isQuery: Bool) -> String {
        var result = String.UnicodeScalarView()
        var run: [Unicode.Scalar] = []
        func end(isLast: Bool) {
            guard !run.isEmpty else { return }
            result.append(" ")
            for (first, second) in zip(run, run.dropFirst()) {
                result.append(first)
                result.append(second)
                result.append(" ")
            }
            if let last = run.last, !(isQuery && isLast && run.count > 1) {
                result.append(last)
                // The beginning of a word that is looked for ends with its last letter.
                if !(isQuery && isLast) { result.append(" ") }
            }
            run = []
        }
        for scalar in text.unicodeScalars {
            if isAsian(scalar) {
                run.append(scalar)
            } else {
                end(isLast: false)
                result.append(scalar)
            }
        }
        end(isLast: true)
        return String(result)
    }

    /// Whether a letter is of a script that is written without spaces, or nearly so.
    static func isAsian(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2E80...0x2FDF, 0x3005...0x3007, 0x3040...0x30FF, 0x3105...0x312F, 0x3131...0x318E,
            0x31A0...0x31BF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3,
            0xF900...0xFAFF, 0xFF66...0xFF9F, 0x20000...0x323AF:
            true
        default: false
        }
    }
}

/// The letters of base64, in both of its alphabets.
enum Base64Letters {
    static let table: [Bool] = (0..<256).map { value in
        switch UInt8(value) {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2F, 0x3D: true
        default: false
        }
    }

    static func contains(_ byte: UInt8) -> Bool { table[Int(byte)] }
}
