import SessionStore

/// A file's change inside of the conversation.
enum HTMLFileChange {
    /// Lines of a diff that are shown.
    private static let limit = 2000

    static func write(
        _ event: Event, _ diff: UnifiedDiff?, to sink: ([UInt8]) throws -> Void
    ) throws {
        let change = event.view(as: FileChanged.self)
        let verb = change?.isRemoved == true ? "removed" : "changed"
        let name = HTMLText.escaped(event.subject ?? "")
        let lines = diff?.lines ?? []
        let added = lines.count { $0.sign == "+" }
        let taken = lines.count { $0.sign == "-" }
        let note = (change?.unknown).map { "content unknown: \($0)" } ?? note(diff, added, taken)
        let title = "File \(verb): <b>\(name)</b> \(HTMLText.escaped(note))"
        guard !lines.isEmpty else {
            return try sink(Array("<div class=\"who\">\(title)</div>\n".utf8))
        }
        try sink(Array("<details><summary>\(title)</summary>\n<pre>".utf8))
        for line in lines.prefix(limit) { try sink(text(of: line)) }
        let rest = lines.count > limit ? "… \(lines.count - limit) more lines" : ""
        try sink(Array("\(rest)</pre></details>\n".utf8))
    }

    private static func note(_ diff: UnifiedDiff?, _ added: Int, _ taken: Int) -> String {
        guard let diff else { return "" }
        return diff.isBinary ? "no text" : "+\(added) −\(taken)"
    }

    private static func text(of line: UnifiedDiff.Line) -> [UInt8] {
        let sign = Array(String(line.sign).utf8)
        let text = String(decoding: sign + line.bytes, as: UTF8.self)
        let inner = HTMLText.escaped(text)
        switch line.sign {
        case "+": return Array("<ins>\(inner)</ins>\n".utf8)
        case "-": return Array("<del>\(inner)</del>\n".utf8)
        default: return Array("\(inner)\n".utf8)
        }
    }
}

/// What a page ends with: the files, and what the answers took.
enum HTMLFoot {
    static func text(_ files: [FileState], _ usage: Usage) -> String {
        self.files(files) + self.usage(usage) + "</body>\n</html>\n"
    }

    private static func files(_ files: [FileState]) -> String {
        guard !files.isEmpty else { return "" }
        let rows = files.map { file in
            let size = file.size.map { "\($0) bytes" } ?? file.change.unknown ?? "unknown"
            return "<tr><td>\(HTMLText.escaped(file.path))</td><td>\(HTMLText.escaped(size))</td>"
                + "<td class=\"number\">\(file.revision)</td></tr>\n"
        }
        return "<section>\n<h2>Files</h2>\n<table>\n<tr><th>Path</th><th>Size</th>"
            + "<th>Since revision</th></tr>\n\(rows.joined())</table>\n</section>\n"
    }

    private static func usage(_ usage: Usage) -> String {
        guard !usage.requests.isEmpty else { return "" }
        let rows = usage.requests.map { row in
            let tokens = row.tokens
            let numbers = [
                row.answered, tokens.input, tokens.output, tokens.cacheRead, tokens.cacheCreation,
            ]
            return "<tr><td>\(row.day)</td><td>\(HTMLText.escaped(row.model ?? "(not told)"))</td>"
                + numbers.map { "<td class=\"number\">\($0)</td>" }.joined() + "</tr>\n"
        }
        return "<section>\n<h2>Usage</h2>\n<table>\n<tr><th>Day</th><th>Model</th><th>Answers</th>"
            + "<th>In</th><th>Out</th><th>From cache</th><th>To cache</th></tr>\n"
            + "\(rows.joined())</table>\n</section>\n"
    }
}
