import SessionStore

/// The patch that a tool's result shows, as a check of what the result says otherwise.
///
/// Such patches are made for the screen: tabs at the beginning of a line are two spaces each, so
/// contents cannot be taken from them, but they tell a wrong content from a right one.
struct LinePatch {
    private var before: Lines
    private var after: Lines

    /// Whether applying `patch` to `old` gives `new`, white space at the beginning of lines aside.
    /// A missing or empty patch agrees with everything.
    static func agrees(_ patch: JSON?, from old: [UInt8], to new: [UInt8]) -> Bool {
        guard let hunks = patch?.elements, !hunks.isEmpty else { return true }
        var check = LinePatch(before: Lines(old), after: Lines(new))
        return hunks.allSatisfy { check.take($0) } && check.finish()
    }

    private mutating func take(_ hunk: JSON) -> Bool {
        let start = max((hunk["oldStart"]?.int ?? 1) - 1, 0)
        guard keep(start - before.index) else { return false }
        for line in hunk["lines"]?.elements ?? [] {
            let text = line.utf8 ?? []
            switch text.first {
            case UInt8(ascii: "\\"): continue
            case UInt8(ascii: "-"): guard before.take(text) else { return false }
            case UInt8(ascii: "+"): guard after.take(text) else { return false }
            default: guard before.take(text), after.take(text) else { return false }
            }
        }
        return true
    }

    /// Passes over lines that the patch does not show: they must be the same on both sides.
    private mutating func keep(_ count: Int) -> Bool {
        guard count >= 0, before.has(count), after.has(count) else { return false }
        let isSame = before.text(count).elementsEqual(after.text(count))
        before.index += count
        after.index += count
        return isSame
    }

    private mutating func finish() -> Bool {
        before.left == after.left && keep(before.left)
    }

    /// A text's lines as places in it, read from first to last.
    private struct Lines {
        let bytes: [UInt8]
        /// Where each line begins, and one behind the end.
        let starts: [Int]
        var index = 0

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
            var starts = [0]
            for index in bytes.indices where bytes[index] == 0x0A { starts.append(index + 1) }
            starts.append(bytes.count + 1)
            self.starts = starts
        }

        var left: Int { starts.count - 1 - index }

        func has(_ count: Int) -> Bool { count <= left }

        /// The next lines as they are, without the last line break.
        func text(_ count: Int) -> ArraySlice<UInt8> {
            count == 0 ? [] : bytes[starts[index]..<starts[index + count] - 1]
        }

        /// Takes the next line if it is what stands behind the patch's sign.
        mutating func take(_ shown: [UInt8]) -> Bool {
            guard left > 0 else { return false }
            let line = text(1)
            index += 1
            let tabs = line.prefix { $0 == 0x09 }.count
            let shownTabs = shown.dropFirst().prefix { $0 == 0x09 }.count
            let body = Self.withoutReturn(line.dropFirst(tabs))
            let shownBody = Self.withoutReturn(shown.dropFirst(1 + shownTabs))
            let spaces = (tabs - shownTabs) * 2
            if spaces >= 0 {
                return shownBody.prefix(spaces).allSatisfy { $0 == 0x20 }
                    && shownBody.dropFirst(spaces).elementsEqual(body)
            }
            return body.prefix(-spaces).allSatisfy { $0 == 0x20 }
                && body.dropFirst(-spaces).elementsEqual(shownBody)
        }

        private static func withoutReturn(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
            line.last == 0x0D ? line.dropLast() : line
        }
    }
}
