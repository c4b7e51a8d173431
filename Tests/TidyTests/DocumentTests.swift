import Testing

@Suite("Documents and code say the same")
struct DocumentTests {
    @Test
    func `every kind of event has a schema`() throws {
        let declaration = #/EventKind\(rawValue: "([a-z]+\.[a-z]+)"\)/#
        var kinds: Set<String> = []
        for path in try Repository.files(in: "Sources", ext: "swift") {
            // What a comment shows is a kind of a program's own.
            for line in try Repository.text(path).split(separator: "\n")
            where !line.contains("///") {
                kinds.formUnion(line.matches(of: declaration).map { String($0.1) })
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

    /// README and the pages behind it.
    private static let pages: [String] = {
        let articles = (try? Repository.files(in: "Sources", ext: "md")) ?? []
        return ["README.md"] + articles.filter { $0.contains(".docc/") }
    }()

    private static let start = "Sources/SessionStore/SessionStore.docc/SessionStore.md"

    @Test(arguments: pages)
    func `every command that a page shows exists`(page: String) throws {
        let verbs = try verbs()
        for (number, line) in try blocks("console", of: page).flatMap(\.lines)
        where line.hasPrefix("$ ") {
            let words = line.split(separator: " ").dropFirst().map(String.init)
            guard let command = words.first else { continue }
            if command == "session" {
                let verb = words.dropFirst().first ?? ""
                let text = breach(page, number, "session \(verb) is no verb")
                #expect(verbs.contains(verb), "\(text)")
            } else if command.hasPrefix("./Tools/") {
                let text = breach(page, number, "there is no \(command)")
                #expect(Repository.exists(String(command.dropFirst(2))), "\(text)")
            }
        }
    }

    @Test(arguments: pages)
    func `swift that a page shows is code that a test runs`(page: String) throws {
        let tests = try SwiftSource.all.get().filter { $0.path.hasPrefix("Tests/") }
            .map { unindented($0.lines) }
        for block in try blocks("swift", of: page) {
            let code = unindented(block.lines.map(\.text))
            let text = breach(page, block.line, "no test runs this")
            #expect(try tests.contains { $0.contains(code) } || isManifest(code), "\(text)")
        }
    }

    @Test(arguments: pages)
    func `every link of a page leads to a file`(page: String) throws {
        let folder = page.split(separator: "/").dropLast().joined(separator: "/")
        for match in try Repository.text(page).matches(of: #/\]\(([^)#:]+)\)/#) {
            let path = (folder.isEmpty ? "" : folder + "/") + match.1
            #expect(Repository.exists(path), "\(page): there is no \(match.1)")
        }
    }

    @Test func `every page has a title and is found from README and from the library's page`()
        throws
    {
        let (readme, start) = (try Repository.text("README.md"), try Repository.text(Self.start))
        for page in Self.pages.dropFirst() {
            #expect(try Repository.text(page).hasPrefix("# "), "\(page)")
            #expect(readme.contains("(\(page))"), "README does not lead to \(page)")
            let name = page.split(separator: "/").last.map { $0.dropLast(".md".count) } ?? ""
            #expect(start.contains("- <doc:\(name)>") || page == Self.start, "\(page)")
        }
    }

    @Test func `figures that README shows are those of the page that has them all`() throws {
        let all = try Repository.text("Sources/SessionStore/SessionStore.docc/Measured.md")
            .split(separator: "\n")
        let rows = try Repository.text("README.md").split(separator: "\n")
            .filter { $0.contains(#/\| (yes|no) \|/#) }
        try #require(rows.count > 3)
        for row in rows { #expect(all.contains(row), "Measured.md has no row \(row)") }
    }

    /// The lines of a package's manifest that name this one: no test can run them.
    private func isManifest(_ code: String) throws -> Bool {
        let package = try Repository.text("Package.swift")
        return code.split(separator: "\n").allSatisfy { line in
            line.hasPrefix(".package(path: \"")
                || line.prefixMatch(of: #/\.product\(name: "(\w+)", package: "session-store"\)/#)
                    .map { package.contains(".library(name: \"\($0.1)\"") } ?? false
        }
    }

    private func unindented(_ lines: [String]) -> String {
        lines.map { $0.drop { $0 == " " } }.joined(separator: "\n")
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

    private struct Block {
        let line: Int
        var lines: [(number: Int, text: String)] = []
    }

    /// The blocks of a page that are fenced as this language.
    private func blocks(_ language: String, of path: String) throws -> [Block] {
        var isInside = false
        var result: [Block] = []
        let lines = try Repository.text(path).split(
            separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if line.hasPrefix("```") {
                isInside = line == "```" + language
                if isInside { result.append(Block(line: index + 1)) }
            } else if isInside {
                result[result.count - 1].lines.append((index + 1, String(line)))
            }
        }
        return result
    }
}
