import Foundation
import Testing

@Suite("README")
struct ReadmeTests {
    /// What stands after a prompt (`$ `) in blocks fenced as `console`, but for the two scripts.
    private static let commands: [String] = {
        let path = Sandbox.root.appending(path: "README.md")
        var isInside = false
        var commands: [String] = []
        for line in ((try? String(contentsOf: path, encoding: .utf8)) ?? "").split(separator: "\n")
        {
            if line.hasPrefix("```") { isInside = line == "```console" }
            if isInside, line.hasPrefix("$ "), !line.contains("Tools/") {
                commands.append(String(line.dropFirst(2)))
            }
        }
        return commands
    }()

    @Test func `every command in it runs, in the order shown`() throws {
        let sandbox = try Sandbox()
        let folder = sandbox.folder
        for name in ["sample.jsonl", "sample"] {
            try FileManager.default.copyItem(
                at: URL(filePath: Sandbox.sample).deletingLastPathComponent().appending(path: name),
                to: folder.appending(path: name))
        }
        try #require(Self.commands.count > 15)
        for command in Self.commands {
            let run = try sandbox.shell(command)
            // A merge that is shown ends with 1 while conflicts are open.
            let isOpen = run.output.contains("\nconflict ") && run.status == 1
            #expect(run.status == 0 || isOpen, "\(command): \(run.errors)")
            let isElsewhere = command.contains("-o talk.md") || command.contains(" > ")
            #expect(!run.output.isEmpty || isElsewhere, "\(command)")
        }
    }
}
