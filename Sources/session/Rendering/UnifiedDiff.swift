import SessionStore

/// Two contents as a unified diff.
struct UnifiedDiff {
    let old: TextLines
    let new: TextLines
    /// Whether one of them is no text; then there is no diff.
    let isBinary: Bool
    let diff: LineDiff
    /// Unchanged lines around each edit.
    var around = 3

    /// One line of it: its sign and what stands behind it, without the end of the line.
    struct Line {
        let sign: Character
        let bytes: ArraySlice<UInt8>
    }

    init(old: TextLines, new: TextLines, around: Int) {
        self.old = old
        self.new = new
        self.around = around
        isBinary = old.isBinary || new.isBinary
        let none = TextLines([])
        diff = LineDiff(from: isBinary ? none : old, to: isBinary ? none : new)
    }

    var lines: [Line] {
        diff.hunks(context: around).flatMap { hunk in
            let place = "@ -\(Self.range(hunk.old)) +\(Self.range(hunk.new)) @@"
            return [Line(sign: "@", bytes: Array(place.utf8)[...])] + hunk.lines.flatMap(lines)
        }
    }

    /// Lines are counted from 1; an empty range names the line before it, as in every unified diff.
    private static func range(_ lines: Range<Int>) -> String {
        let start = lines.isEmpty ? lines.lowerBound : lines.lowerBound + 1
        return lines.count == 1 ? "\(start)" : "\(start),\(lines.count)"
    }

    private func lines(_ line: LineDiff.Hunk.Line) -> [Line] {
        switch line {
        case .same(let old, _): lines(" ", self.old[old])
        case .removed(let old): lines("-", self.old[old])
        case .added(let new): lines("+", self.new[new])
        }
    }

    private func lines(_ sign: Character, _ bytes: ArraySlice<UInt8>) -> [Line] {
        guard bytes.last != 0x0A else { return [Line(sign: sign, bytes: bytes.dropLast())] }
        return [
            Line(sign: sign, bytes: bytes),
            Line(sign: "\\", bytes: Array(" No newline at end of file".utf8)[...]),
        ]
    }
}

extension UnifiedDiff.Line {
    /// The line as text that is safe for a terminal. Bytes that are no UTF-8 are shown as `<E9>`,
    /// so that lines which differ look different.
    var shown: String {
        let text =
            String(validating: bytes, as: UTF8.self)
            ?? bytes.map { byte in
                byte < 0x80
                    ? String(UnicodeScalar(byte)) : "<\(String(byte, radix: 16, uppercase: true))>"
            }.joined()
        return String(sign) + DisplayText.lines(text).joined(separator: " ")
    }

    func painted(_ style: Style) -> String {
        switch sign {
        case "@": style.cyan(shown)
        case "-": style.red(shown)
        case "+": style.green(shown)
        case "\\": style.dim(shown)
        default: shown
        }
    }
}
