extension LineDiff {
    /// Edits that stand close together, with unchanged lines around them.
    public struct Hunk: Sendable, Hashable {
        /// The lines shown of each side, those around the edits included.
        public let old: Range<Int>
        public let new: Range<Int>
        public let edits: [Edit]

        /// What each line of the hunk is, from top to bottom; line numbers are counted from 0.
        public enum Line: Sendable, Hashable {
            case same(old: Int, new: Int)
            case removed(Int)
            case added(Int)
        }

        public var lines: [Line] {
            var lines: [Line] = []
            var (old, new) = (old.lowerBound, new.lowerBound)
            func keep(until end: Int) {
                while old < end {
                    lines.append(.same(old: old, new: new))
                    (old, new) = (old + 1, new + 1)
                }
            }
            for edit in edits {
                keep(until: edit.old.lowerBound)
                lines += edit.old.map { .removed($0) } + edit.new.map { .added($0) }
                (old, new) = (edit.old.upperBound, edit.new.upperBound)
            }
            keep(until: self.old.upperBound)
            return lines
        }
    }

    /// The edits in groups, as unified diffs show them.
    ///
    /// - Parameter context: unchanged lines before and behind each edit; edits with at most twice
    ///   as many between them are one group.
    public func hunks(context: Int = 3) -> [Hunk] {
        let context = min(max(context, 0), oldCount + newCount)
        var groups: [[Edit]] = []
        for edit in edits {
            if let last = groups.last?.last,
                edit.old.lowerBound - last.old.upperBound <= 2 * context
            {
                groups[groups.count - 1].append(edit)
            } else {
                groups.append([edit])
            }
        }
        return groups.compactMap { group in
            guard let first = group.first, let last = group.last else { return nil }
            let before = min(context, first.old.lowerBound, first.new.lowerBound)
            let behind = min(context, oldCount - last.old.upperBound)
            return Hunk(
                old: first.old.lowerBound - before..<last.old.upperBound + behind,
                new: first.new.lowerBound - before..<last.new.upperBound + behind, edits: group)
        }
    }
}
