/// A pattern in which `*` stands for any text.
package struct Glob: Sendable {
    private let parts: [String]

    package init(_ pattern: String) {
        parts = pattern.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
    }

    package func matches(_ text: String) -> Bool {
        guard let first = parts.first, let last = parts.last, text.hasPrefix(first) else {
            return false
        }
        if parts.count == 1 { return text == first }
        var rest = text.dropFirst(first.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.hasSuffix(last)
    }
}

/// A path as a person gives it: the path itself, its end, a folder that it lies below, or a pattern
/// with stars.
///
/// ```swift
/// PathPattern("*.py").matches("/app/main.py")  // true
/// ```
public struct PathPattern: Sendable {
    private let text: String
    private let glob: Glob?

    /// - Parameter text: `./` at its beginning and `/` at its end say nothing; a star stands for
    ///   any text, slashes too.
    public init(_ text: String) {
        var text = text.hasPrefix("./") ? String(text.dropFirst(2)) : text
        while text.count > 1, text.hasSuffix("/") { text.removeLast() }
        self.text = text
        glob = text.contains("*") ? Glob(text) : nil
    }

    /// Whether it means a recorded path.
    public func matches(_ path: String) -> Bool {
        if let glob { return glob.matches(path) }
        return path == text || path.hasSuffix("/" + text) || path.hasPrefix(text + "/")
            || text == "/" && path.hasPrefix("/") || path.contains("/" + text + "/")
    }
}
