public import SessionStore

extension Records {
    /// A row that SQL gives: a member a column; a blob as an object with `base64`, a number that
    /// JSON has no form for as a string.
    ///
    /// - Parameters:
    ///   - names: as ``columnNames(_:)`` gives them.
    ///   - cells: as many.
    public static func row(_ names: [String], _ cells: [SQLCell]) -> JSON {
        .object(zip(names, cells).map { ($0, cell($1)) })
    }

    /// The columns' names, told apart where two are the same: they would be one member.
    public static func columnNames(_ names: [String]) -> [String] {
        var seen: [String: Int] = [:]
        return names.map { name in
            seen[name, default: 0] += 1
            let count = seen[name] ?? 1
            return count == 1 ? name : "\(name):\(count)"
        }
    }

    private static func cell(_ cell: SQLCell) -> JSON {
        switch cell {
        case .null: .null
        case .int(let number): .number(number)
        case .real(let number) where number.isFinite: JSON(unchecked: Array("\(number)".utf8))
        case .real(let number): .string("\(number)")
        case .text(let text): .string(text)
        case .blob(let bytes): .object([("base64", base64(bytes))])
        }
    }
}
