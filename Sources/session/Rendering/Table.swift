import SessionAnswers

/// Rows under each other, each column as wide as its widest cell; the last one runs free.
struct Table {
    private var rows: [[String]] = []
    /// Columns whose cells stand at the right edge, as numbers do.
    private let right: Set<Int>
    private let header: [String]

    init(_ header: [String] = [], right: Set<Int> = []) {
        self.header = header
        self.right = right
    }

    /// - Parameter cells: safe text without colours.
    mutating func add(_ cells: [String]) { rows.append(cells) }

    var isEmpty: Bool { rows.isEmpty }

    /// - Parameter columns: where to cut a line; nil: nowhere.
    func lines(_ style: Style = .plain, columns: Int? = nil) -> [String] {
        let all = (header.isEmpty ? [] : [header]) + rows
        var widths: [Int] = []
        for row in all {
            for (index, cell) in row.enumerated() {
                if index == widths.count { widths.append(0) }
                widths[index] = max(widths[index], DisplayText.width(cell))
            }
        }
        return all.enumerated().map { number, row in
            let cells = row.enumerated().map { index, cell in
                index == row.count - 1 && !right.contains(index)
                    ? cell : DisplayText.pad(cell, to: widths[index], right: right.contains(index))
            }
            let line = cells.joined(separator: "  ")
            let fitting = columns.map { DisplayText.cut(line, to: $0) } ?? line
            return number == 0 && !header.isEmpty ? style.dim(fitting) : fitting
        }
    }
}
