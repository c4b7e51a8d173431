internal import SessionStore
public import Texts

/// Two contents as a unified diff.
public struct UnifiedDiff: Sendable {
    /// The content before, by lines.
    public let old: TextLines
    /// The content after, by lines.
    public let new: TextLines
    /// Whether one of them is no text; then there is no diff.
    public let isBinary: Bool
    /// The edits between them; none where one is binary.
    public let diff: LineDiff
    /// Unchanged lines around each edit.
    public var around: Int

    /// Whether one of them has more lines than are told apart.
    var isCut: Bool { max(old.count, new.count) >= TextLines.defaultLimit }

    /// One line of it: its sign and what stands behind it, without the end of the line.
    public struct Line: Sendable {
        /// A space, `-`, `+`, `@` for a hunk's place, `\` for a missing end of line.
        public let sign: Character
        /// As they are, UTF-8 or not.
        public let bytes: ArraySlice<UInt8>
    }

    public init(old: TextLines, new: TextLines, around: Int = 3) {
        self.old = old
        self.new = new
        self.around = around
        isBinary = old.isBinary || new.isBinary
        let none = TextLines([])
        diff = LineDiff(from: isBinary ? none : old, to: isBinary ? none : new)
    }

    /// All hunks in order, each begun by its place.
    public var lines: [Line] {
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
