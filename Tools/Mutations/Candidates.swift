import Foundation

/// Finds where the sources of a tree can be changed.
struct Candidates {
    let tree: String

    /// Modules in the order in which they can be built: none is built on a later one.
    static let modules = [
        "SessionTerms", "JSONText", "Platform", "Texts", "SessionModel", "EventLog", "SessionStore",
        "SessionFormats", "SessionIndex", "SessionAnswers", "session",
    ]

    func find() throws -> [Candidate] {
        try Self.modules.flatMap { module in
            let folder = "Sources/\(module)"
            return try FileManager.default.subpathsOfDirectory(atPath: "\(tree)/\(folder)")
                .filter { $0.hasSuffix(".swift") }.sorted()
                .flatMap { try find(in: "\(folder)/\($0)") }
        }
    }

    private func find(in path: String) throws -> [Candidate] {
        let text = try String(contentsOfFile: "\(tree)/\(path)", encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var (isText, conditions) = (false, 0)
        var found: [Candidate] = []
        for (index, line) in lines.enumerated() {
            if line.contains("\"\"\"") { isText.toggle() }
            if line.contains(#/^ *#if\b/#) { conditions += 1 }
            if line.contains(#/^ *#endif\b/#) { conditions -= 1 }
            guard !isText, conditions == 0, isCode(line) else { continue }
            for kind in Changes.all where !(kind is CallChange) || isStatement(index, lines) {
                found += kind.places(in: line).map {
                    Candidate(path: path, line: index + 1, before: line, kind: kind, place: $0)
                }
            }
        }
        return found
    }

    /// No comment, no text, no declaration whose signs mean something else.
    private func isCode(_ line: String) -> Bool {
        let text = line.drop { $0 == " " }
        return !text.hasPrefix("//") && !text.hasPrefix("#") && !line.contains("\"")
            && !text.hasPrefix("@") && !line.contains(" where ") && !line.contains("func ")
    }

    /// Whether a line with a call is no part of what stands around it.
    private func isStatement(_ index: Int, _ lines: [String]) -> Bool {
        guard index > 0, index + 1 < lines.count else { return false }
        let before = lines[index - 1].last
        let next = lines[index + 1].drop { $0 == " " }
        let goesOn = [".", ")", "?", ":", "&&", "||", "+", "-", "==", "??", "]"]
        return before == "{" || before == "}" || before == ")"
            ? !goesOn.contains { next.hasPrefix($0) } : false
    }
}
