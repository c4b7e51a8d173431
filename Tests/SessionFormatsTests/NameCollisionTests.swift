import Foundation
import SessionStore
import Testing

@testable import SessionFormats

/// Transcripts that tell no id of their own are known by their names, and by what they hold.
@Suite("Transcripts of one name")
struct NameCollisionTests {
    private static func cursor(_ texts: [String]) -> String {
        texts.map { #"{"role":"user","message":{"content":[{"type":"text","text":"\#($0)"}]}}"# }
            .joined(separator: "\n") + "\n"
    }

    private static func grok(_ texts: [String]) -> String {
        texts.map { #"{"type":"user","content":[{"type":"text","text":"\#($0)"}]}"# }
            .joined(separator: "\n") + "\n"
    }

    private static func antigravity(_ texts: [String]) -> String {
        texts.enumerated().map {
            #"{"step_index":\#($0),"source":"USER_EXPLICIT","type":"USER_INPUT","#
                + #""content":"\#($1)"}"#
        }.joined(separator: "\n") + "\n"
    }

    @Test(arguments: [0, 1, 2])
    func `each becomes a session of its own and goes on there`(format: Int) async throws {
        let make = [Self.cursor, Self.grok, Self.antigravity][format]
        let scratch = try Scratch()
        let job = TranscriptImport(to: .folder(scratch.path + "/kept"))
        let contents = [["a", "b", "c"], ["x"], ["y", "z"]]
        func write(_ texts: [String], _ number: Int) throws -> String {
            let folder = "\(scratch.path)/from/\(number)/same"
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            let file = folder + "/same.jsonl"
            try Data(make(texts).utf8).write(to: URL(fileURLWithPath: file))
            return file
        }
        var paths: [String] = []
        for (number, texts) in contents.enumerated() {
            let report = try await job.run(write(texts, number))
            #expect(report.isNew && report.records == texts.count)
            paths.append(report.path)
        }
        #expect(Set(paths).count == 3)
        for (number, texts) in contents.enumerated().reversed() {
            let again = try await job.run(write(texts, number))
            #expect(again.path == paths[number] && again.events == 0)
            let more = try await job.run(write(texts + ["more"], number))
            #expect(more.path == paths[number] && more.records == 1)
            // An earlier state of it is no news.
            let less = try await job.run(write(Array(texts.prefix(1)), number))
            #expect(less.path == paths[number] && less.events == 0)
        }
    }

    @Test func `tools are looked for where they keep things, and where they are told to`() {
        let plain = ToolFolders(home: "/home/ana")
        for place in [
            ".claude/projects", ".codex/sessions", ".gemini/antigravity-cli/brain",
            ".local/share/opencode/storage/session",
        ] {
            #expect(plain.places.contains("/home/ana/\(place)"), "\(place)")
        }
        #expect(plain.roots.contains("/home/ana/.local/share/opencode"))
        #expect(
            !plain.roots.contains("/home/ana/.local") && plain.roots.contains("/home/ana/.codex"))
        let told = ToolFolders(
            home: "/home/ana",
            environment: [
                "CLAUDE_CONFIG_DIR": "/srv/claude/", "CODEX_HOME": "relative",
                "XDG_DATA_HOME": "/data",
            ])
        let new = Set(told.places).subtracting(plain.places)
        #expect(new == ["/srv/claude/projects", "/data/opencode/storage/session"])
        #expect(told.roots.contains("/srv/claude") && told.roots.contains("/data/opencode"))
    }

    @Test func `a folder's name tells where it was worked, where nothing else does`() throws {
        let scratch = try Scratch()
        let folder = scratch.path + "/%2Fhome%2Fana%2Fapp/id"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = folder + "/chat_history.jsonl"
        #expect(Grok.workingFolder(beside: path) == "/home/ana/app")
        try Data(#"{"info":{"cwd":"/srv/x"}}"#.utf8)
            .write(to: URL(fileURLWithPath: folder + "/summary.json"))
        #expect(Grok.workingFolder(beside: path) == "/srv/x")
        #expect(SessionPlace.stem(of: "/b/1c/.system_generated/logs/transcript.jsonl") == "1c")
    }
}
