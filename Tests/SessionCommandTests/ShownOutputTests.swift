import Foundation
import Testing

@Suite("What the pages show of the console")
struct ShownOutputTests {
    @Test(arguments: ShownPage.all)
    func `every command runs in the order shown and prints what is shown`(page: ShownPage) throws {
        let sandbox = try Sandbox()
        for name in ["sample.jsonl", "sample"] {
            try FileManager.default.copyItem(
                at: URL(filePath: Sandbox.sample).deletingLastPathComponent().appending(path: name),
                to: sandbox.folder.appending(path: name))
        }
        for command in page.commands {
            let run = try atTerminal(command.text, in: sandbox)
            let place = "\(page.path):\(command.line): \(command.text)"
            // A merge that is shown ends with 1 while conflicts are open.
            let isOpen = run.status == 1 && run.output.contains("\nconflict ")
            #expect(run.status == 0 || isOpen, "\(place)\n\(run.output)")
            let shown = ShownOutput(command.output)
            if shown.isEmpty { continue }
            #expect(try shown.fits(run.output), "\(place)\n\(shown.text)\n---\n\(run.output)")
        }
    }

    /// A terminal of 100 columns without colours. What is read there are lines that end in `\r\n`.
    private func atTerminal(_ line: String, in sandbox: Sandbox) throws -> Sandbox.Run {
        let executable = try #require(Sandbox.executable).path
        let script = "session() { '\(executable)' \"$@\"; }\n\(line)\n"
        try Data(script.utf8).write(to: sandbox.folder.appending(path: ".shown"))
        return try sandbox.shell(
            """
            set -o pipefail
            script -qec 'bash .shown' /dev/null < /dev/null | sed -E 's/ *\r?$//'
            """,
            environment: ["COLUMNS": "100", "NO_COLOR": "1"])
    }

    @Test func `readme and most pages show some`() {
        #expect(ShownPage.all.first?.path == "README.md")
        #expect(ShownPage.all.count > 5)
        #expect(ShownPage.all.flatMap(\.commands).count > 50)
    }

    @Test(
        arguments: [
            ("at … by ana", "at 2026-11-21 09:29:54 by ana", true),
            ("at … by ana", "at 2026-11-21 09:29:54 by bob", false),
            ("at …       by", "at 12:00  by", true),
            ("at …", "at 2026-11-21 09:29:54.277 +00:00", true),
            ("id …", "id 0a5c-11ef-beef", true), ("id …", "id of something", false),
            ("a long te… 5", "a long te… 5", true), ("a long te…", "a long text", false),
            ("a\n…\nz", "a\nb\nc\nz\n", true), ("a\n…\nz", "a\nb\n", false),
            ("a", "a\nb", false), ("a\n", "a", true), ("a.c", "abc", false),
        ])
    func `only what differs from run to run may differ`(
        shown: String, printed: String, fits: Bool
    ) throws {
        let lines = shown.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(try ShownOutput(lines.map(String.init)).fits(printed) == fits)
    }
}
