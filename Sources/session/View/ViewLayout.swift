import Platform

/// Where everything stands on a screen of a size.
struct ViewLayout: Sendable, Hashable {
    let columns: Int
    let rows: Int

    /// - Parameters: a terminal without a size counts as one cell.
    init(columns: Int, rows: Int) {
        self.columns = max(1, columns)
        self.rows = max(1, rows)
    }

    init(_ terminal: Terminal) {
        let size = terminal.size
        self.init(columns: size.columns, rows: size.rows)
    }

    /// Whether timeline and pane stand side by side; below that one of them is shown.
    var isSplit: Bool { columns >= 60 }

    var timelineWidth: Int { isSplit ? min(max(columns * 45 / 100, 26), 72) : columns }
    var paneColumn: Int { isSplit ? timelineWidth + 1 : 0 }
    var paneWidth: Int { columns - paneColumn }

    /// The heading, the status and the line of keys go in this order where there is no room.
    var hasHeading: Bool { rows >= 5 }
    var hasKeys: Bool { rows >= 3 }
    /// Lines of timeline and pane.
    var bodyHeight: Int { max(0, rows - 1 - (hasHeading ? 1 : 0) - (hasKeys ? 1 : 0)) }
}
