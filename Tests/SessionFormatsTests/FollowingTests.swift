import Foundation
import SessionStore
import Synchronization
import Testing

@testable import SessionFormats

/// Transcripts that grow while somebody looks, written by one who behaves badly.
@Suite("Following transcripts")
struct FollowingTests {
    private func append(_ text: String, to path: String) throws {
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
    }

    /// Waits until a session says just that.
    private func wait(for texts: [String], in path: String) async throws {
        var said: [String] = []
        for _ in 0..<200 {
            said = (try? await Self.said(in: path)) ?? []
            if said == texts { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("\(said) was said, and not \(texts)")
    }

    private static func said(in path: String) async throws -> [String] {
        try await Session.open(path, mode: .readOnly).closing { session in
            var texts: [String] = []
            for try await event in session.events(on: .main) {
                if let text = event.message?.text, !text.isEmpty { texts.append(text) }
            }
            return texts
        }
    }

    @Test func `each line comes, also of files and folders that come later, move or are cut`()
        async throws
    {
        let scratch = try Scratch()
        let (from, to) = (scratch.path + "/from", scratch.path + "/to")
        try FileManager.default.createDirectory(atPath: from, withIntermediateDirectories: true)
        let follower = TranscriptFollower(
            TranscriptImport(to: .folder(to)), folders: [from], rest: .milliseconds(20))
        let failures = Mutex(0)
        let task = Task {
            try await follower.run { _, outcome in
                if case .failure = outcome { failures.withLock { $0 += 1 } }
            }
        }
        // A line in two halves.
        let first = Line.prompt("a", below: nil, "one") + "\n"
        try append(String(first.prefix(40)), to: from + "/s.jsonl")
        try await Task.sleep(for: .milliseconds(100))
        try append(String(first.dropFirst(40)), to: from + "/s.jsonl")
        try await wait(for: ["one"], in: to + "/s.session")
        // A folder that comes with a transcript in it.
        let below = from + "/new/deep"
        try FileManager.default.createDirectory(atPath: below, withIntermediateDirectories: true)
        let other = Line.prompt("x", below: nil, "else").replacing(#""s""#, with: #""t""#) + "\n"
        try append(other, to: below + "/t.jsonl")
        try await wait(for: ["else"], in: to + "/t.session")
        // A file that gets another name goes on.
        try FileManager.default.moveItem(atPath: from + "/s.jsonl", toPath: from + "/moved.jsonl")
        try append(Line.answer("b", below: "a", "two") + "\n", to: from + "/moved.jsonl")
        try await wait(for: ["one", "two"], in: to + "/s.session")
        // One that is written anew becomes a session of its own.
        let anew = Line.prompt("n", below: nil, "anew") + "\n"
        try Data(anew.utf8).write(to: URL(fileURLWithPath: from + "/moved.jsonl"))
        try await wait(for: ["anew"], in: to + "/moved.session")
        try await wait(for: ["one", "two"], in: to + "/s.session")
        task.cancel()
        _ = await task.result
        #expect(failures.withLock { $0 } == 0)
    }

    @Test func `a folder that is not there yet is followed from when it comes`() async throws {
        let scratch = try Scratch()
        let (from, to) = (scratch.path + "/tool/deep/sessions", scratch.path + "/to")
        let follower = TranscriptFollower(
            TranscriptImport(to: .folder(to)), folders: [from], rest: .milliseconds(20))
        let task = Task { try await follower.run { _, _ in } }
        try await Task.sleep(for: .milliseconds(100))
        for path in [scratch.path + "/tool", scratch.path + "/tool/deep", from] {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: false)
            try await Task.sleep(for: .milliseconds(50))
        }
        try append(Line.prompt("a", below: nil, "one") + "\n", to: from + "/s.jsonl")
        try await wait(for: ["one"], in: to + "/s.session")
        // It goes, and comes again.
        try FileManager.default.removeItem(atPath: scratch.path + "/tool")
        try await Task.sleep(for: .milliseconds(100))
        try FileManager.default.createDirectory(atPath: from, withIntermediateDirectories: true)
        let text = Line.prompt("a", below: nil, "one") + "\n" + Line.answer("b", below: "a", "two")
        try append(text + "\n", to: from + "/s.jsonl")
        try await wait(for: ["one", "two"], in: to + "/s.session")
        task.cancel()
        _ = await task.result
    }
}
