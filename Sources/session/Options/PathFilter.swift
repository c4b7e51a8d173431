import ArgumentParser
import SessionStore

/// Which files a verb is about.
struct PathFilter: ParsableArguments {
    @Option(
        name: .customLong("path"), parsing: .singleValue,
        help: ArgumentHelp(
            "Only this file, the files below this folder, or those that \"*.py\" fits.",
            valueName: "path"))
    var paths: [String] = []

    var isEmpty: Bool { paths.isEmpty }

    func fits(_ path: String) -> Bool { Self.test(paths)(path) }

    static func test(_ paths: [String]) -> @Sendable (_ path: String) -> Bool {
        { path in paths.isEmpty || paths.contains { fits(path, $0) } }
    }

    /// Whether a path is the one given, ends with it, lies below it, or fits its stars.
    static func fits(_ path: String, _ text: String) -> Bool {
        var text = text.hasPrefix("./") ? String(text.dropFirst(2)) : text
        while text.count > 1, text.hasSuffix("/") { text.removeLast() }
        if text.contains("*") { return Glob(text).matches(path) }
        return path == text || path.hasSuffix("/" + text) || path.hasPrefix(text + "/")
            || text == "/" && path.hasPrefix("/") || path.contains("/" + text + "/")
    }
}
