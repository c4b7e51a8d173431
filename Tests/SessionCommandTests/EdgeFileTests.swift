import Foundation
import FuzzTargets
import Testing

@Suite("Files with numbers at the edge, among others")
struct EdgeFileTests {
    private let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    private static let changes = [
        "preview SET revision = -9223372036854775808", "preview SET revision = 9223372036854775807",
        "preview SET input_tokens = 9223372036854775807",
        "preview SET ended = 9223372036854775807", "snapshot SET revision = -9223372036854775808",
        "branch SET fork = 9223372036854775807 WHERE id = 2",
        "branch SET parent = -9223372036854775808 WHERE id = 2",
        "log SET recorded = 9223372036854775807 WHERE position = 3",
        "log SET occurred = -9223372036854775808 WHERE position = 3",
        "log SET revision = -9223372036854775808 WHERE position = 3",
        "log SET size = 9223372036854775807 WHERE position = 3",
        "preview SET state = CAST(replace(state, '0', '9223372036854775807') AS BLOB)",
        "preview SET state = CAST(replace(state, '0', '-9223372036854775808') AS BLOB)",
        "branch SET name = 'main' WHERE id = 2",
    ]

    @Test func `list has a row for each, and preview and info end with an answer`() throws {
        #expect(try sandbox.session("new", "good.session", "--title", "Good").status == 0)
        for prompt in ["one", "two"] {
            try sandbox.session("append", "good.session", "--prompt", prompt)
        }
        try sandbox.session("branch", "good.session", "idea", "main@2")
        let good = sandbox.folder.appending(path: "good.session")
        for (number, change) in Self.changes.enumerated() {
            let path = sandbox.folder.appending(path: "edge\(number).session")
            try FileManager.default.copyItem(at: good, to: path)
            try forge(path.path, "UPDATE \(change)")
        }
        let list = try sandbox.session("list", ".")
        #expect(list.status == 0, "\(list.errors)")
        #expect(list.lines.count == Self.changes.count + 2, "\(list.output)")
        #expect(list.output.contains("Good"))
        let script = """
            for file in edge*.session; do for verb in info branch preview 'append --prompt x'; do
              timeout 60 \(Sandbox.executable?.path ?? "session") ${verb%% *} $file \\
                $(expr "$verb" : '[a-z]* \\(.*\\)') > /dev/null 2> errors
              code=$?; [ $code -lt 100 ] || echo "$file $verb: $code $(head -3 errors)"
            done; done
            """
        let run = try sandbox.shell(script)
        #expect(run.output.isEmpty, "\(run.output)")
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["claude-code", "cloudevents", "markdown"])
    func `an export of two branches of one name ends`(format: String) throws {
        #expect(try sandbox.session("new", "a.session").status == 0)
        try sandbox.session("append", "a.session", "--prompt", "one")
        try sandbox.session("branch", "a.session", "idea", "main@2")
        try forge(
            sandbox.folder.appending(path: "a.session").path,
            "UPDATE branch SET name = 'main' WHERE id = 2")
        let run = try sandbox.shell("timeout 20 session export a.session --format \(format)")
        #expect(run.status != 0 && run.status != 124, "\(run.status)")
    }
}
