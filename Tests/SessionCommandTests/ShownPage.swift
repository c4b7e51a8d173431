import Foundation
import Testing

/// A page of the documentation, and what it shows of the console.
struct ShownPage: Sendable, CustomTestStringConvertible {
    /// What stands after a prompt (`$ `) in a block fenced as `console`, and what is shown below.
    struct Command: Sendable {
        let line: Int
        let text: String
        var output: [String] = []
    }

    let path: String
    let commands: [Command]

    var testDescription: String { path }

    /// README and the pages behind it, those that show something that runs in a folder.
    static let all: [ShownPage] = {
        let folder = "Sources/SessionStore/SessionStore.docc"
        let names = try? FileManager.default.contentsOfDirectory(
            atPath: Sandbox.root.appending(path: folder).path)
        let pages = (names ?? []).filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
        return (["README.md"] + pages).compactMap { ShownPage($0) }
    }()

    init?(_ path: String) {
        let file = Sandbox.root.appending(path: path)
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
        var (isInside, commands) = (false, [Command]())
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            if line.hasPrefix("```") {
                isInside = line == "```console"
            } else if isInside, line.hasPrefix("$ ") {
                commands.append(Command(line: index + 1, text: String(line.dropFirst(2))))
            } else if isInside, !commands.isEmpty {
                commands[commands.count - 1].output.append(String(line))
            }
        }
        self.path = path
        self.commands = commands.filter { !$0.text.contains("Tools/") }
        if self.commands.isEmpty { return nil }
    }
}

/// What a page shows below a command. `…` in it stands for what differs from run to run, a time, a
/// number or a digest, and on a line of its own for any lines.
struct ShownOutput {
    private let lines: [String]

    init(_ lines: [String]) { self.lines = Self.trimmed(lines) }

    var isEmpty: Bool { lines.isEmpty }
    var text: String { lines.joined(separator: "\n") }

    func fits(_ printed: String) throws -> Bool {
        let printed = printed.split(separator: "\n", omittingEmptySubsequences: false)
        return try Self.fits(lines[...], Self.trimmed(printed.map(String.init))[...])
    }

    private static func fits(
        _ shown: ArraySlice<String>, _ printed: ArraySlice<String>
    ) throws -> Bool {
        var (shown, printed) = (shown, printed)
        while let line = shown.popFirst() {
            if line == "…" {
                return try (printed.startIndex...printed.endIndex).contains {
                    try fits(shown, printed[$0...])
                }
            }
            guard let next = printed.popFirst(), try fits(line, next) else { return false }
        }
        return printed.isEmpty
    }

    /// The spaces after what varies fill a column.
    private static func fits(_ shown: String, _ printed: String) throws -> Bool {
        if shown == printed { return true }
        let varying = #"(?:…|[0-9][0-9:. TZ+-]*|[0-9a-f-]{8,})"#
        let parts = shown.split(separator: "…", omittingEmptySubsequences: false)
        let pattern = parts.enumerated().map { index, part in
            let text = index == 0 ? part : part.drop { $0 == " " }
            let column = text.count < part.count ? " +" : ""
            return column + (text.isEmpty ? "" : #"\Q\#(text)\E"#)
        }
        return try printed.wholeMatch(of: Regex(pattern.joined(separator: varying))) != nil
    }

    private static func trimmed(_ lines: [String]) -> [String] {
        Array(lines.reversed().drop { $0.isEmpty }.reversed())
    }
}
