import ArgumentParser
import SessionStore
import Texts

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
        let patterns = paths.map { PathPattern($0) }
        return { path in patterns.isEmpty || patterns.contains { $0.matches(path) } }
    }
}
