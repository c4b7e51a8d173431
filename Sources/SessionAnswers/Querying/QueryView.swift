public import SessionStore

/// A view that SQL sees, as its document describes it.
public struct QueryView: Sendable, Hashable {
    /// A column, or several that the document describes in one line.
    public struct Column: Sendable, Hashable {
        /// As SQL names them.
        public let names: [String]
        /// What it says of a row.
        public fileprivate(set) var about: String
    }

    /// As SQL names it.
    public let name: String
    /// What a row of it is.
    public let about: String
    /// Those that the document describes, in its order: what says itself is not among them.
    public private(set) var columns: [Column]

    /// All views, read from ``Session/querySchema``: before each stands a comment that begins with
    /// what a row is, and has a line for each column, indented by two spaces more.
    public static var all: [QueryView] { read(Session.querySchema) }

    static func read(_ document: String) -> [QueryView] {
        var (views, comment): ([QueryView], [Substring]) = ([], [])
        for line in document.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("--") {
                comment.append(line.dropFirst(3))
                continue
            }
            if let name = line.wholeMatch(of: #/CREATE TEMP VIEW (\w+) AS/#)?.1 {
                views.append(QueryView(name: String(name), comment))
            }
            comment = []
        }
        return views
    }

    private init(name: String, _ comment: [Substring]) {
        self.name = name
        about = comment.prefix { !$0.hasPrefix("  ") }.joined(separator: " ")
        columns = []
        for line in comment.drop(while: { !$0.hasPrefix("  ") }) {
            if let match = line.wholeMatch(of: #/  (\w+(?:, \w+)*) +(.*)/#) {
                let names = match.1.split(separator: ", ").map(String.init)
                columns.append(Column(names: names, about: String(match.2)))
            } else if !columns.isEmpty {
                columns[columns.count - 1].about += " " + line.drop { $0 == " " }
            }
        }
    }
}

extension Records {
    /// A view that SQL sees: `view`, what a row is, and its columns.
    public static func view(_ view: QueryView) -> JSON {
        let columns = view.columns.flatMap { column in
            column.names.map { name -> JSON in
                ["name": .string(name), "about": .string(column.about)]
            }
        }
        return [
            "view": .string(view.name), "about": .string(view.about), "columns": .array(columns),
        ]
    }
}
