import SessionStore

/// What a page begins with.
enum HTMLHead {
    /// Nothing is loaded and nothing runs, whatever a browser finds in the page.
    private static let policy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'"

    static func text(_ preview: Preview) -> String {
        let title = HTMLText.escaped(preview.title.isEmpty ? "Session" : preview.title)
        let facts = facts(preview).map { "<span>\(HTMLText.escaped($0))</span>" }.joined(
            separator: "\n")
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(policy)">
            <meta name="referrer" content="no-referrer">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title)</title>
            <style>
            \(style)
            </style>
            </head>
            <body>
            <header>
            <h1>\(title)</h1>
            <p class="facts">
            \(facts)
            </p>
            </header>

            """
    }

    private static func facts(_ preview: Preview) -> [String] {
        var facts = ["\(preview.branch)@\(preview.revision)"]
        if let start = preview.startedAt, let end = preview.endedAt {
            facts.append("\(minute(start)) – \(minute(end)) UTC")
        }
        facts.append("\(preview.prompts) prompts")
        facts.append("\(preview.responses) answers")
        facts.append("\(preview.toolCalls) tool calls")
        if preview.tokens.total > 0 { facts.append("\(preview.tokens.total) tokens") }
        return facts + preview.models
    }

    static func minute(_ time: Timestamp) -> String {
        let civil = CivilTime(time)
        return "\(civil.date) \(civil.clock.prefix(5))"
    }

    private static let style = """
        :root { color-scheme: light dark; --line: #8884; --soft: #8881; --old: #d0302622;
          --new: #2da04422; }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto;
          padding: 1rem; }
        h1 { line-height: 1.2; }
        .facts span { display: inline-block; margin-right: 1rem; opacity: .75; }
        nav ol { padding-left: 2rem; }
        article { margin: 1rem 0; padding: .5rem 1rem; border-left: 4px solid var(--line); }
        article.user { border-color: #3b82c4; background: var(--soft); }
        article.assistant { border-color: #7a52c7; }
        article.erased { border-style: dashed; font-style: italic; }
        .who { font-size: .85rem; opacity: .75; }
        .said, pre { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate;
          margin: .25rem 0; }
        pre { font: .85rem/1.4 ui-monospace, monospace; background: var(--soft); padding: .5rem;
          max-height: 40rem; overflow: auto; }
        pre ins { background: var(--new); text-decoration: none; }
        pre del { background: var(--old); text-decoration: none; }
        summary { cursor: pointer; }
        summary .error { color: #d03026; }
        table { border-collapse: collapse; }
        td, th { padding: .15rem .75rem; border-bottom: 1px solid var(--line); text-align: left; }
        td.number { text-align: right; font-variant-numeric: tabular-nums; }
        img { max-width: 100%; }
        """
}

/// The prompts of a page, each a link to where it stands.
struct HTMLContents {
    private var items: [String] = []

    /// Characters of a prompt that stand in the list.
    private static let limit = 90

    mutating func note(_ event: Event) {
        guard event.kind == .promptSubmitted else { return }
        let words = event.isErased ? "(erased)" : event.message?.beginning(limit: Self.limit)
        let text = HTMLText.escaped(words.flatMap { $0.isEmpty ? nil : $0 } ?? "(no text)")
        items.append("<li><a href=\"#r\(event.revision)\">\(text)</a></li>\n")
    }

    var text: String {
        items.isEmpty
            ? "<main>\n"
            : "<nav>\n<h2>Contents</h2>\n<ol>\n\(items.joined())</ol>\n</nav>\n<main>\n"
    }
}

extension Message {
    /// The first line of what is said.
    fileprivate func beginning(limit: Int) -> String? {
        for case .text(let text) in parts {
            guard let words = text.beginning(limit: limit) else { continue }
            let line = words.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
            if !line.isEmpty { return line }
        }
        return nil
    }
}
