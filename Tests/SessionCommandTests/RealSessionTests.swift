import Foundation
import Testing

/// What people do with a session, on real transcripts: forked, changed on both sides, merged,
/// asked, sealed, redacted, compacted. Skipped where the transcripts are missing.
@Suite("Real transcripts, forked and changed on both sides")
struct RealSessionTests {
    private static let names = [
        "dkimuson-fe5e1c67", "entire-14-58abcc699d-0", "entire-37-995ebed6e4-2",
        "entire-5a-c45bc32212-0", "entire-67-91013f8525-0", "happy-c9de1ad3",
    ]

    private static func path(_ name: String) -> String {
        Sandbox.shared("claude-code/\(name).jsonl")
    }

    /// A session on two branches that changed a file of the transcript, or one of ours.
    private struct Scene {
        let box: Sandbox
        let file: String
        let base: String

        init(_ name: String) throws {
            box = try Sandbox()
            try #require(
                box.session("import", RealSessionTests.path(name), "-o", "s.session").status == 0)
            let files = try box.session("files", "s.session", "--json").lines
            var found: (String, String)?
            for line in files where found == nil {
                let record = try JSONSerialization.jsonObject(with: Data(line.utf8))
                guard let path = (record as? [String: Any])?["path"] as? String else { continue }
                let content = try box.session("cat", "s.session", "main:\(path)")
                let count = content.output.split(separator: "\n").count
                if content.status == 0, count > 3, !content.output.contains("\r") {
                    found = (path, content.output)
                }
            }
            (file, base) = found ?? ("made/here.txt", "one\ntwo\nthree\nfour\n")
            if found == nil { try append("main", base) }
            try #require(box.session("branch", "s.session", "idea", "main").status == 0)
        }

        func append(_ branch: String, _ content: String) throws {
            try Data(content.utf8).write(to: box.folder.appending(path: "now"))
            let run = try box.session(
                "append", "s.session", "--branch", branch, "--prompt",
                "Change \(file) on \(branch)",
                "--file", "\(file)=now")
            #expect(run.status == 0, "\(run.errors)")
        }

        func content(_ branch: String) throws -> String {
            try box.session("cat", "s.session", "\(branch):\(file)").output
        }

        func expectSound() throws {
            for check in [["verify", "s.session"], ["replay", "s.session", "--check"]] {
                let run = try box.run(check)
                #expect(run.status == 0, "\(check): \(run.output)\(run.errors)")
            }
        }
    }

    @Test(.withTranscripts(names.map { path($0) }), arguments: names)
    func `both sides' changes of a file are joined, and conflicts answered`(name: String) throws {
        let scene = try Scene(name)
        let (box, base) = (scene.box, scene.base)
        let end = base.hasSuffix("\n") ? "" : "\n"
        try scene.append("main", "above\n" + base)
        try scene.append("idea", base + end + "below\n")
        let shown = try box.session("merge", "s.session", "idea")
        #expect(shown.status == 0, "\(shown.output)\(shown.errors)")
        #expect(try box.session("merge", "s.session", "idea", "--commit").status == 0)
        #expect(try scene.content("main") == "above\n" + base + end + "below\n")
        let again = try box.session("merge", "s.session", "idea")
        #expect(again.output.contains("nothing to merge"))
        #expect(
            try box.session("merge", "s.session", "main", "--into", "idea", "--commit").status == 0)
        #expect(try scene.content("idea") == (try scene.content("main")))

        try scene.append("main", "ours\n")
        try scene.append("idea", "theirs\n")
        #expect(try box.session("merge", "s.session", "idea", "--commit").status == 1)
        let answered = try box.session(
            "merge", "s.session", "idea", "--theirs", scene.file, "--commit")
        #expect(answered.status == 0, "\(answered.errors)")
        #expect(try scene.content("main") == "theirs\n")
        try scene.expectSound()
    }

    @Test(.withTranscripts(names.map { path($0) }), arguments: names)
    func `every question is answered, and what is erased or sealed stays sound`(
        name: String
    ) throws {
        let scene = try Scene(name)
        let box = scene.box
        try scene.append("idea", scene.base + "needle-4711\n")
        #expect(try box.session("merge", "s.session", "idea", "--commit").status == 0)
        for question in [
            ["audit", "s.session", "--path", scene.file], ["audit", "s.session", "--csv"],
            ["blame", "s.session", "main:\(scene.file)"], ["why", "s.session", "main"],
            ["usage", "s.session"], ["sql", "s.session", "SELECT count(*) FROM tool_calls"],
            ["sql", "s.session", "SELECT sum(size) FROM file_states"],
            ["bisect", "s.session", "--run", "! grep -rq needle-4711 ."], ["key", "ana"],
            ["seal", "s.session", "--key", "ana.key"],
            ["verify", "s.session", "--key", "ana.key.pub"],
            [
                "redact", "s.session", "--match", "needle-4711", "--reason", "a test", "--yes",
                "--everywhere",
            ],
            ["compact", "s.session"], ["verify", "s.session", "--key", "ana.key.pub"],
        ] {
            let run = try box.run(question)
            #expect(run.status == 0, "\(question): \(run.errors)")
            #expect(!run.output.isEmpty, "\(question)")
        }
        let bytes = try Data(contentsOf: box.folder.appending(path: "s.session"))
        #expect(bytes.range(of: Data("needle-4711".utf8)) == nil)
        #expect(try box.session("audit", "s.session", "--text", "needle-4711").lines.count < 2)
        try scene.expectSound()
    }
}
