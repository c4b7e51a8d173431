import Testing

@Suite("Everything in its place")
struct PlaceTests {
    private static let dialects = "Sources/SessionModel/Dialects/"
    private static let formats = "Sources/SessionFormats/"
    /// What knows every format by name, a line each.
    private static let tables = [
        dialects + "DialectTable.swift", formats + "TranscriptFormat.swift",
    ]

    /// The formats of other tools, by the folders that read their records: `ClaudeCode`.
    private func tools() throws -> Set<String> {
        let paths = try Repository.files(in: "Sources/SessionModel/Dialects", ext: "swift")
        return Set(
            paths.compactMap { path in
                let parts = path.dropFirst(Self.dialects.count).split(separator: "/")
                return parts.count > 1 ? parts.first.map(String.init) : nil
            })
    }

    @Test
    func `what belongs to a tool stands in its folders and in the tables, nowhere else`() throws {
        let tools = try tools()
        try #require(!tools.isEmpty)
        var breaches: [String] = []
        for tool in tools {
            // `ClaudeCode` as a name, and `claude-code` in a text.
            let words = tool.matches(of: #/[A-Z][a-z0-9]*/#).map { String($0.0) }
            let name = try Regex(words.joined(separator: "[- ]?")).ignoresCase()
            let own = [Self.dialects + tool + "/", Self.formats + tool + "/"] + Self.tables
            for source in try SwiftSource.all.get() where isGeneral(source.path) {
                if own.contains(where: { source.path.hasPrefix($0) }) { continue }
                for (index, line) in source.lines.enumerated()
                where line.contains(name) && !isComment(line) {
                    breaches.append(
                        breach(
                            source.path, index + 1,
                            "\(tool) is banned outside its folders, use the tables"))
                }
            }
        }
        #expect(breaches.isEmpty, "\n\(breaches.joined(separator: "\n"))")
    }

    private func isGeneral(_ path: String) -> Bool {
        ["SessionModel", "SessionStore", "SessionFormats"].contains { module in
            path.hasPrefix("Sources/\(module)/")
        }
    }

    private func isComment(_ line: String) -> Bool {
        line.drop { $0 == " " }.hasPrefix("//")
    }

    @Test
    func `a format that keeps records of a tool has folders of one name`() throws {
        for tool in try tools() {
            let folder = Self.formats + tool
            #expect(
                try !Repository.files(in: folder, ext: "swift").isEmpty,
                "\(folder): nothing writes the records that \(Self.dialects)\(tool) reads")
        }
    }
}
