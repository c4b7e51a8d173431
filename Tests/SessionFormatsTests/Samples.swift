import Foundation
import SessionStore
import Testing

@testable import SessionFormats

/// The transcripts that tests read.
enum Samples {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Fixtures/claude-code")
    static let sample = folder.appendingPathComponent("sample.jsonl").path
    /// With the tool's own log of requests; beside it what was sent, a request a line.
    static let requestLog = logs.appendingPathComponent("request-log.jsonl").path
    static let loggedRequests = logs.appendingPathComponent("request-log.requests").path
    private static let logs = folder.deletingLastPathComponent()
        .appendingPathComponent("request-log")
    static let subagent = "subagents/agent-b20d54.jsonl"

    /// A rollout with what such files hold, patches in several forms and a prompt taken back.
    static let rollout = logs.deletingLastPathComponent().appendingPathComponent(
        "codex/rollout-2026-03-14T09-26-00-0199e1c4-7a52-7c11-9d3e-5b1f0a2c4d6e.jsonl"
    ).path

    /// Real transcripts, which are no part of the repository; empty where they are missing.
    static let real = real(in: "claude-code")
    static let realRollouts = real(in: "codex")

    private static func real(in name: String) -> [String] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("shared/data/\(name)").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".jsonl") }.sorted().map { "\(folder)/\($0)" }
    }

    static func lines(of path: String) throws -> [[UInt8]] {
        try [UInt8](Data(contentsOf: URL(fileURLWithPath: path))).split(separator: 0x0A)
            .map { Array($0) }
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips a test, by name, where the real transcripts are missing: without them it would pass
    /// and have looked at nothing.
    static var withRealTranscripts: Self { withTranscripts(Samples.real) }

    static func withTranscripts(_ paths: [String]) -> Self {
        .enabled(if: !paths.isEmpty, "there are no such transcripts in ../shared/data")
    }
}

/// A folder that is gone after the test.
struct Scratch: ~Copyable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "formats-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String, _ bytes: [UInt8] = []) throws -> String {
        let url = URL(fileURLWithPath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
        return url.path
    }

    func file(_ name: String, lines: [String]) throws -> String {
        try file(name, Array((lines.joined(separator: "\n") + "\n").utf8))
    }
}

extension RecordImport<ClaudeCode> {
    init(_ path: String) throws {
        let files = TranscriptFiles<ClaudeCode>(path)
        self.init(
            path: path, subagents: files.subagents, transcript: try files.transcriptID())
    }
}

/// Records in the shape of the real ones, as short as they can be.
enum Line {
    static func prompt(_ id: String, below parent: String?, _ text: String = "do it") -> String {
        let parent = parent.map { "\"\($0)\"" } ?? "null"
        return #"{"parentUuid":\#(parent),"isSidechain":false,"sessionId":"s","type":"user","#
            + #""message":{"role":"user","content":"\#(text)"},"uuid":"\#(id)","#
            + #""timestamp":"2026-03-14T09:00:00.000Z"}"#
    }

    static func answer(_ id: String, below parent: String, _ text: String = "done") -> String {
        #"{"parentUuid":"\#(parent)","isSidechain":false,"sessionId":"s","type":"assistant","#
            + #""message":{"id":"m\#(id)","model":"claude-x","role":"assistant","content":["#
            + #"{"type":"text","#
            + #""text":"\#(text)"}]},"uuid":"\#(id)","timestamp":"2026-03-14T09:00:01.000Z"}"#
    }
}
