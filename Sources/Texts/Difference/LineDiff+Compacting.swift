extension LineDiff {
    /// Which lines of one side are not matched, and the search for better places for them.
    private struct Side {
        let lines: [Int]
        /// With one line more at the end, which is never an edit's.
        var isChanged: [Bool]

        init(_ lines: [Int], matched: some Sequence<Int>) {
            self.lines = lines
            isChanged = [Bool](repeating: true, count: lines.count) + [false]
            for line in matched { isChanged[line] = false }
        }

        var matched: [Int] { lines.indices.filter { !isChanged[$0] } }
    }

    /// A run of changed lines, possibly empty, that stands before a matched line or at the end.
    private struct Run {
        var start = 0
        var end = 0

        init(first side: Side) { while side.isChanged[end] { end += 1 } }

        var isEmpty: Bool { start == end }

        /// Goes on to the next run; false at the end.
        mutating func advance(in side: Side) -> Bool {
            guard end < side.lines.count else { return false }
            start = end + 1
            end = start
            while side.isChanged[end] { end += 1 }
            return true
        }

        /// Goes back to the run before; false at the beginning.
        mutating func retreat(in side: Side) -> Bool {
            guard start > 0 else { return false }
            end = start - 1
            start = end
            while start > 0, side.isChanged[start - 1] { start -= 1 }
            return true
        }

        /// Moves up by one line where the text allows it, and takes in what it meets.
        mutating func slideUp(in side: inout Side) -> Bool {
            guard start > 0, side.lines[start - 1] == side.lines[end - 1] else { return false }
            (start, end) = (start - 1, end - 1)
            (side.isChanged[start], side.isChanged[end]) = (true, false)
            while start > 0, side.isChanged[start - 1] { start -= 1 }
            return true
        }

        mutating func slideDown(in side: inout Side) -> Bool {
            guard end < side.lines.count, side.lines[start] == side.lines[end] else { return false }
            (side.isChanged[start], side.isChanged[end]) = (false, true)
            (start, end) = (start + 1, end + 1)
            while side.isChanged[end] { end += 1 }
            return true
        }
    }

    /// Moves each run of changed lines to where people, and git, expect it: joined with the runs
    /// that it can meet, beside a run of the other side where it can stand beside one, and else
    /// down as far as it goes, so that a new function begins with its own first line and not with
    /// the brace of the one before.
    static func compacted(
        _ pairs: [(old: Int, new: Int)], old: [Int], new: [Int]
    ) -> [(old: Int, new: Int)] {
        var old = Side(old, matched: pairs.lazy.map(\.old))
        var new = Side(new, matched: pairs.lazy.map(\.new))
        compact(&old, beside: new)
        compact(&new, beside: old)
        return zip(old.matched, new.matched).map { ($0, $1) }
    }

    private static func compact(_ side: inout Side, beside other: Side) {
        var (run, mate) = (Run(first: side), Run(first: other))
        repeat {
            guard !run.isEmpty else { continue }
            let (highest, besideOther) = settleLow(&run, &side, &mate, other)
            guard run.end != highest, besideOther else { continue }
            while mate.isEmpty, run.slideUp(in: &side) { _ = mate.retreat(in: other) }
        } while run.advance(in: side) && mate.advance(in: other)
    }

    /// Slides a run up, then down as far as it goes, until it meets no further run.
    ///
    /// - Returns: where it ends at the highest, and whether it can stand beside a run of the other
    ///   side.
    private static func settleLow(
        _ run: inout Run, _ side: inout Side, _ mate: inout Run, _ other: Side
    ) -> (highest: Int, besideOther: Bool) {
        while true {
            let size = run.end - run.start
            while run.slideUp(in: &side) { _ = mate.retreat(in: other) }
            let highest = run.end
            var besideOther = !mate.isEmpty
            while run.slideDown(in: &side) {
                _ = mate.advance(in: other)
                besideOther = besideOther || !mate.isEmpty
            }
            if run.end - run.start == size { return (highest, besideOther) }
        }
    }
}
