/// Lines of comma-separated values as RFC 4180 has them.
///
/// ```swift
/// CSV.line(["a", "1,5"])  // a,"1,5"\r\n
/// ```
public enum CSV {
    /// One line with its end. Control characters are shown and not sent, so that a terminal is
    /// safe; a cell that a spreadsheet would take for a formula begins with `'`.
    public static func line(_ cells: [String]) -> String {
        cells.map { cell($0) }.joined(separator: ",") + "\r\n"
    }

    private static func cell(_ text: String) -> String {
        var safe = DisplayText.lines(text).joined(separator: "\n")
        if let first = safe.first, "=+-@".contains(first), Double(safe) == nil { safe = "'" + safe }
        guard safe.contains(where: { $0 == "\"" || $0 == "," || $0.isNewline }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
