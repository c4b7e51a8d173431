import Testing

@Suite("Documents and code say the same")
struct DocumentTests {
    @Test
    func `every kind of event has a schema`() throws {
        let declaration = #/EventKind\(rawValue: "([a-z]+\.[a-z]+)"\)/#
        var kinds: Set<String> = []
        for path in try Repository.files(in: "Sources", ext: "swift") {
            for match in try Repository.text(path).matches(of: declaration) {
                kinds.insert(String(match.1))
            }
        }
        try #require(kinds.count > 20)
        for kind in kinds.sorted() {
            let path = "Schemas/events/\(kind).schema.json"
            #expect(Repository.exists(path), "\(kind) has no schema, write \(path)")
        }
    }

    @Test
    func `the map of the house names every module`() throws {
        let map = try Repository.text("Sources/SessionStore/SessionStore.docc/SessionStore.md")
        let modules = Set(
            try Repository.files(in: "Sources", ext: "swift").compactMap {
                $0.split(separator: "/").dropFirst().first
            })
        try #require(modules.count > 8)
        for module in modules.sorted() {
            #expect(map.contains("`\(module)`"), "\(module) is not on the map")
        }
    }

    @Test
    func `every schema belongs to a kind`() throws {
        let model = try Repository.files(in: "Sources/SessionModel", ext: "swift")
            .map { try Repository.text($0) }.joined()
        for path in try Repository.files(in: "Schemas/events", ext: "schema.json") {
            let kind = String(
                path.dropFirst("Schemas/events/".count).dropLast(".schema.json".count))
            #expect(model.contains("\"\(kind)\""), "\(path) describes a kind that no code knows")
        }
    }

    @Test
    func `every command that README shows exists`() throws {
        let verbs = try verbs()
        let lines = try consoleLines(of: "README.md")
        try #require(!lines.isEmpty)
        for (number, line) in lines {
            let words = line.split(separator: " ").map(String.init)
            guard let command = words.first else { continue }
            if command.hasSuffix("session") {
                let verb = words.dropFirst().first ?? ""
                let text = breach("README.md", number, "session \(verb) is no verb")
                #expect(verbs.contains(verb), "\(text)")
            } else if command.hasPrefix("./Tools/") {
                let text = breach("README.md", number, "there is no \(command)")
                #expect(Repository.exists(String(command.dropFirst(2))), "\(text)")
            }
        }
    }

    @Test func `the projection that README shows is the one that a test runs`() throws {
        let tests = try Repository.text("Tests/SessionStoreTests/ProjectionTests.swift")
        let start = try #require(tests.range(of: "struct TokensByDay"))
        let end = try #require(tests.range(of: "\n}\n", range: start.lowerBound..<tests.endIndex))
        let readme = try Repository.text("README.md")
        #expect(readme.contains(tests[start.lowerBound..<end.upperBound]))
    }

    /// The verbs of the command, from the files that hold them.
    private func verbs() throws -> Set<String> {
        let files = try Repository.files(in: "Sources/session/Verbs", ext: "swift")
        let names = files.compactMap { path in
            path.split(separator: "/").last.map { name in
                name.dropLast(".swift".count).reduce("") { verb, letter in
                    verb + (letter.isUppercase && !verb.isEmpty ? "-" : "") + letter.lowercased()
                }
            }
        }
        return Set(names + ["help", "--help", "--version"])
    }

    /// What stands after a prompt (`$ `) in blocks fenced as `console`, with its line number.
    private func consoleLines(of path: String) throws -> [(Int, String)] {
        var isInside = false
        var result: [(Int, String)] = []
        let lines = try Repository.text(path).split(
            separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if line.hasPrefix("```") {
                isInside = line == "```console"
            } else if isInside, line.hasPrefix("$ ") {
                result.append((index + 1, String(line.dropFirst(2))))
            }
        }
        return result
    }
}
