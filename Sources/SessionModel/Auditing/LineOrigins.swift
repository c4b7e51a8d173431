package import Texts

/// Follows the lines of a file's newest content back through its versions, each of which is known
/// by its position, until every line is settled.
///
/// A version hands each line on to the first of its predecessors that has it; what none of them has
/// came in with the version itself. Predecessors are older, so going by descending position meets
/// every version once, however often lines parted at a fork and met again at a merge.
package struct LineOrigins: Sendable {
    /// A line of a version, and the line of the newest content that it became.
    private struct Pending {
        let line: Int
        let newest: Int
    }

    /// Where a line came in.
    package struct Origin: Hashable, Sendable {
        package let version: Position
        /// Whether it was in the file before that version already, in none that is known.
        package let isOlder: Bool
    }

    private var pending: [Position: [Pending]] = [:]
    /// Where each settled line came in, by its number in the newest content.
    package private(set) var settled: [Int: Origin] = [:]

    /// - Parameters:
    ///   - newest: the position of the newest version.
    ///   - lines: which lines are asked about, from 0.
    package init(newest: Position, lines: Range<Int>) {
        if !lines.isEmpty {
            pending[newest] = lines.map { Pending(line: $0, newest: $0) }
        }
    }

    /// The version to look at next; nil: all lines are settled.
    package var next: Position? { pending.keys.max() }

    /// Hands the lines of a version on.
    ///
    /// - Parameters:
    ///   - predecessors: older versions, the likeliest first.
    ///   - before: what the version itself says of the content before it; nil: nothing.
    package mutating func settle(
        _ version: Position, _ content: TextLines,
        predecessors: [(position: Position, content: TextLines)],
        before: () throws -> TextLines?
    ) rethrows {
        var left = pending.removeValue(forKey: version) ?? []
        for (position, old) in predecessors where !left.isEmpty {
            precondition(position < version, "a predecessor is older")
            let places = Self.places(of: content, in: old)
            let found = left.compactMap { item in
                places[item.line].map { Pending(line: $0, newest: item.newest) }
            }
            if !found.isEmpty { pending[position, default: []] += found }
            left.removeAll { places[$0.line] != nil }
        }
        let older =
            left.isEmpty ? [:] : try before().map { Self.places(of: content, in: $0) } ?? [:]
        for item in left {
            settled[item.newest] = Origin(version: version, isOlder: older[item.line] != nil)
        }
    }

    /// Where each line of a content was in an older one.
    private static func places(of new: TextLines, in old: TextLines) -> [Int: Int] {
        var places: [Int: Int] = [:]
        for match in LineDiff(from: old, to: new).matches {
            for (old, new) in zip(match.old, match.new) { places[new] = old }
        }
        return places
    }
}
