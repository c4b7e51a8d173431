/// A Swift file with comments and string literals blanked out, so that rules look at code alone.
/// Line numbers stay as they were.
struct SwiftSource: Sendable {
    let path: String
    /// Lines as written.
    let lines: [String]
    /// The same lines, with what is no code as spaces.
    let code: [String]

    init(_ path: String, _ text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        code = Self.blank(Array(text)).split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
    }

    init(_ path: String) throws {
        self.init(path, try Repository.text(path))
    }

    /// Every Swift file of the repository, read once for all tests.
    static let all = Result<[SwiftSource], any Error> {
        try Repository.files(in: "Sources", "Tests", "Tools", ext: "swift")
            .map { try SwiftSource($0) }
    }

    private static func blank(_ text: [Character]) -> String {
        var result: [Character] = []
        result.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            let end = commentEnd(text, index) ?? stringEnd(text, index)
            guard let end else {
                result.append(text[index])
                index += 1
                continue
            }
            result.append(contentsOf: text[index..<end].map { $0.isNewline ? $0 : " " })
            index = end
        }
        return String(result)
    }

    private static func starts(_ text: [Character], _ index: Int, _ prefix: String) -> Bool {
        text[index...].starts(with: prefix)
    }

    private static func commentEnd(_ text: [Character], _ start: Int) -> Int? {
        if starts(text, start, "//") {
            return text[start...].firstIndex { $0.isNewline } ?? text.count
        }
        guard starts(text, start, "/*") else { return nil }
        var index = start + 2
        while index < text.count, !starts(text, index, "*/") { index += 1 }
        return min(index + 2, text.count)
    }

    /// Past a literal of any kind: `"…"`, `"""…"""`, with any number of `#` around it.
    private static func stringEnd(_ text: [Character], _ start: Int) -> Int? {
        let hashes = text[start...].prefix { $0 == "#" }.count
        var index = start + hashes
        guard index < text.count, text[index] == "\"" else { return nil }
        let quotes = starts(text, index, "\"\"\"") ? "\"\"\"" : "\""
        let close = quotes + String(repeating: "#", count: hashes)
        index += quotes.count
        while index < text.count {
            if starts(text, index, close) { return index + close.count }
            if hashes == 0, text[index] == "\\" {
                index = interpolationEnd(text, index) ?? index + 2
            } else {
                index += 1
            }
        }
        return text.count
    }

    /// Past `\(…)`, in which there may be strings again.
    private static func interpolationEnd(_ text: [Character], _ start: Int) -> Int? {
        guard starts(text, start, "\\(") else { return nil }
        var depth = 0
        var index = start + 1
        while index < text.count {
            if let end = stringEnd(text, index) {
                index = end
                continue
            }
            if text[index] == "(" { depth += 1 }
            if text[index] == ")" { depth -= 1 }
            index += 1
            if depth == 0 { return index }
        }
        return text.count
    }
}

extension SwiftSource {
    /// A function, initializer or subscript with a body.
    struct Function {
        let name: String
        /// Where it begins, counted from 1.
        let line: Int
        let length: Int
    }

    /// Every function in the file, found by counting braces.
    var functions: [Function] {
        code.indices.compactMap { index in
            let start = #/^\s*(?:[@\w()]+\s+)*(func\s+\S+?|init|subscript)[?!]?\s*[(<]/#
            guard let match = code[index].prefixMatch(of: start) else { return nil }
            guard let end = bodyEnd(from: index) else { return nil }
            let name = match.1.split(separator: " ").last ?? match.1
            return Function(name: String(name), line: index + 1, length: end - index + 1)
        }
    }

    /// The line with the brace that closes the body; nil for a requirement of a protocol.
    private func bodyEnd(from start: Int) -> Int? {
        var braces = 0
        var parens = 0
        for index in start..<code.count {
            if index > start, braces == 0, parens == 0,
                code[index].contains(#/\b(func|init|var|let|case)\b/#)
            {
                return nil
            }
            for character in code[index] {
                switch character {
                case "(": parens += 1
                case ")": parens -= 1
                case "{" where parens == 0 || braces > 0: braces += 1
                case "}" where parens == 0 || braces > 0:
                    braces -= 1
                    if braces == 0 { return index }
                    if braces < 0 { return nil }
                default: break
                }
            }
        }
        return nil
    }
}
