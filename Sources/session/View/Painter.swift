/// Turns frames into what has to be sent: only rows that differ from the last frame, in one piece.
struct Painter {
    let isColoured: Bool
    private var last: [StyledLine] = []
    private var columns = 0

    init(isColoured: Bool) { self.isColoured = isColoured }

    /// The screen holds something else by now: the next frame is sent whole.
    mutating func forget() { last = [] }

    /// - Returns: empty where nothing differs.
    mutating func paint(_ lines: [StyledLine], columns: Int) -> String {
        let isWhole = columns != self.columns || lines.count != last.count
        var changed = isWhole ? "\u{1B}[0m\u{1B}[2J" : ""
        for (row, line) in lines.enumerated() where isWhole || line != last[row] {
            changed += "\u{1B}[\(row + 1);1H" + line.escaped(isColoured: isColoured)
            // Behind a full row the cursor still stands on its last character.
            if line.width < columns { changed += "\u{1B}[K" }
        }
        last = lines
        self.columns = columns
        // Terminals that know it show the update at once; the others pass over it.
        return changed.isEmpty ? "" : "\u{1B}[?2026h" + changed + "\u{1B}[?2026l"
    }
}
