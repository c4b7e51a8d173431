import Foundation
import SessionStore
import Testing

@testable import SessionFormats

/// Transcripts that the tools themselves wrote, which are no part of the repository. The numbers
/// were counted by other means.
@Suite("Real transcripts of other tools")
struct RealFormatTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        let path: String
        let prompts: Int
        let calls: Int
        let results: Int
        var testDescription: String { path }
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("shared/data").path

    private static let all = [
        Sample(path: "pi/pi-large-session.jsonl", prompts: 88, calls: 391, results: 373),
        Sample(path: "gemini-cli/entire-9c-53780d06b7-0.json", prompts: 1, calls: 4, results: 4),
        Sample(path: "gemini-cli/entire-ab-2b9748b105-0.json", prompts: 1, calls: 9, results: 9),
        Sample(path: "gemini-cli/jazzyalex-jsonl_v040.jsonl", prompts: 1, calls: 1, results: 1),
        Sample(path: "kimi/assistant_tools.jsonl", prompts: 8, calls: 19, results: 19),
        Sample(path: "grok/chat_history.jsonl", prompts: 2, calls: 3, results: 2),
        Sample(
            path: "chatgpt-export/chatgpt2graph-conversations.json", prompts: 8, calls: 11,
            results: 11),
        Sample(
            path: "mini-swe-agent/deepseek_chat_test_1-100__django__django-11910.traj.json",
            prompts: 1, calls: 138, results: 137),
    ]
    private static let there = all.filter {
        FileManager.default.fileExists(atPath: "\(folder)/\($0.path)")
    }

    @Test(
        .enabled(if: !there.isEmpty, "there are no transcripts in ../shared/data"),
        arguments: there)
    func `what a tool wrote is counted once, comes back, and adds nothing again`(sample: Sample)
        async throws
    {
        let scratch = try Scratch()
        let path = "\(Self.folder)/\(sample.path)"
        let job = TranscriptImport(to: .file("\(scratch.path)/s.session"))
        let report = try await job.run(path)
        let session = try await Session.open(report.path, mode: .readOnly)
        var (prompts, calls, results) = (0, 0, 0)
        for try await event in session.allEvents() {
            if event.kind == .promptSubmitted { prompts += 1 }
            for part in event.message?.parts ?? [] {
                switch part {
                case .toolCall: calls += 1
                case .toolResult: results += 1
                default: break
                }
            }
        }
        #expect(prompts == sample.prompts)
        #expect(calls == sample.calls)
        #expect(results == sample.results)
        var bytes: [UInt8] = []
        try await TranscriptExport(session, as: try #require(report.format)).run { file, piece in
            if file == nil { bytes += piece }
        }
        #expect(bytes == [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
        try await session.close()
        #expect(try await job.run(path).events == 0)
    }
}
