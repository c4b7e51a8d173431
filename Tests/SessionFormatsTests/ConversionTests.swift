import Foundation
import SessionStore
import Testing

@testable import SessionFormats

/// From one tool's transcript through a session into another one's.
@Suite("Conversions")
final class ConversionTests {
    let scratch: Scratch
    private static let tools: [TranscriptFormat] = [.claudeCode, .codex]

    init() throws { scratch = try Scratch() }

    /// What is said, called and given back on a line, whatever the format.
    private func told(_ session: Session) async throws -> [String] {
        var told: [String] = []
        for try await event in session.events(on: .main) {
            guard event.kind != .noteAdded, event.kind != .contextBuilt else { continue }
            guard event.kind != .responseFailed else { continue }
            // Another tool has no form for a command: there it is something that is asked.
            let kind = event.kind.isAsking ? .promptSubmitted : event.kind
            for part in event.message?.portableParts ?? [] {
                switch part {
                case .text(let text): told.append("\(kind) \(text.string ?? "")")
                case .written(let value): told.append("\(kind) \(value)")
                case .image: told.append("image")
                case .call(let id, let name, let arguments):
                    let inner = arguments["input"] ?? arguments
                    told.append("call \(id ?? "-") \(name) \(inner.canonical)")
                case .result(let id, let content, _):
                    told.append("result \(id ?? "-") \(content.compactMap { $0.words })")
                case .lost: break
                }
            }
        }
        return told
    }

    private func importing(_ path: String, _ name: String) async throws -> Session {
        let report = try await TranscriptImport(to: .file("\(scratch.path)/\(name)")).run(path)
        return try await Session.open(report.path)
    }

    private func export(
        _ session: Session, as format: TranscriptFormat, under identity: ExportIdentity = .own
    ) async throws -> (bytes: [UInt8], report: ExportReport) {
        var bytes: [UInt8] = []
        let report = try await TranscriptExport(session, as: format).run(
            at: .head(of: .main), under: identity
        ) { bytes += $1 }
        return (bytes, report)
    }

    @Test(arguments: [Samples.sample, Samples.rollout], tools)
    func `what was said, called and given back is the same in another tool's form`(
        path: String, format: TranscriptFormat
    ) async throws {
        let first = try await importing(path, "first.session")
        let expected = try await told(first)
        #expect(expected.count >= 20)
        let (bytes, _) = try await export(first, as: format)
        #expect(TranscriptFormat.detect(bytes) == format)
        let second = try await importing(scratch.file("second.jsonl", bytes), "second.session")
        #expect(try await told(second) == expected)
        // And back again.
        let origin = try #require(try await TranscriptFormat.origin(of: first))
        let (back, _) = try await export(second, as: origin)
        let third = try await importing(scratch.file("third.jsonl", back), "third.session")
        #expect(try await told(third) == expected)
        for session in [first, second, third] { try await session.close() }
    }

    @Test func `what the other form cannot say is told`() async throws {
        let session = try await importing(Samples.rollout, "a.session")
        let report = try await export(session, as: .claudeCode).report
        #expect(report.leftOut["thinking"] == 2)
        #expect(report.leftOut["count of tokens"] == 6)
        #expect(report.leftOut["foreign.recorded"] ?? 0 > 0)
        #expect(report.leftOut["file.changed"] == nil && report.leftOut["setting.changed"] == nil)
        try await session.close()
    }

    @Test func `a chain for Claude Code goes from the last record to the first, cut by a summary`()
        async throws
    {
        let session = try await importing(Samples.rollout, "a.session")
        let lines = try await export(session, as: .claudeCode).bytes.split(separator: 0x0A)
            .map { try JSON(validating: Array($0)) }
        var last: JSON?
        for record in lines where record["uuid"] != nil {
            let isCut = record["subtype"]?.string == "compact_boundary"
            #expect(record[isCut ? "logicalParentUuid" : "parentUuid"] ?? .null == last ?? .null)
            #expect(record["cwd"]?.string == "/home/ana/bells")
            last = record["uuid"]
        }
        let summary = lines.first { $0["isCompactSummary"]?.bool == true }
        #expect(summary?["message"]?["content"]?.string?.contains("at twelve it says dong") == true)
        let blocks = lines.filter { $0["type"]?.string == "assistant" }
            .map { $0["message"]?["content"]?.elements.count }
        #expect(blocks.allSatisfy { $0 == 1 })
        try await session.close()
    }

    @Test func `a rollout made of a transcript begins with its meta, and pairs every call`()
        async throws
    {
        let session = try await importing(Samples.sample, "a.session")
        let lines = try await export(session, as: .codex).bytes.split(separator: 0x0A)
            .map { try JSON(validating: Array($0)) }
        #expect(lines.first?["type"]?.string == "session_meta")
        #expect(lines.first?.at("/payload/cwd")?.string == "/home/ana/tidycsv")
        let calls = lines.compactMap { $0["payload"] }
            .filter { $0["type"]?.string == "function_call" }
        let outputs = lines.compactMap { $0["payload"] }
            .filter { $0["type"]?.string == "function_call_output" }
        #expect(calls.count > 5)
        #expect(Set(calls.map { $0["call_id"] }) == Set(outputs.map { $0["call_id"] }))
        try await session.close()
    }

    @Test(arguments: tools)
    func `a conversation that goes on elsewhere has its own id and its own paths`(
        format: TranscriptFormat
    ) async throws {
        let path = format == .codex ? Samples.rollout : Samples.sample
        let session = try await importing(path, "a.session")
        let old = format == .codex ? "/home/ana/bells" : "/home/ana/tidycsv"
        let id = TranscriptPlace.newID([UInt8](repeating: 7, count: 16))
        let identity = ExportIdentity(id: id, folder: "/srv/there")
        let text = String(
            decoding: try await export(session, as: format, under: identity).bytes, as: UTF8.self)
        #expect(text.contains(id) && text.contains("/srv/there"))
        #expect(!text.contains("\"\(old)\"") && !text.contains("\(old)/"))
        #expect(TranscriptFormat.detect(Array(text.utf8)) == format)
        try await session.close()
    }

    @Test func `a subagent's branch becomes a conversation of its own`() async throws {
        let session = try await importing(Samples.sample, "a.session")
        var bytes: [UInt8] = []
        try await TranscriptExport(session, as: .claudeCode).run(
            at: .head(of: "agent-7c41e9"), under: ExportIdentity(id: "own")
        ) { bytes += $1 }
        let lines = try bytes.split(separator: 0x0A).map { try JSON(validating: Array($0)) }
        #expect(lines.count > 1)
        #expect(lines.allSatisfy { $0["isSidechain"]?.bool == false })
        #expect(lines.allSatisfy { $0["sessionId"]?.string == "own" })
        #expect(lines.first?["parentUuid"]?.isNull == true)
        try await session.close()
    }

    @Test func `what was picked onto a fork hangs on what stands before it there`() async throws {
        let session = try await importing(Samples.sample, "a.session")
        let before = try await session.resolve(Moment("main~2"))
        try await session.fork("without", from: before.moment)
        var later: [Moment] = []
        let start = try await session.resolve(Moment("main~1")).revision
        for try await event in session.events(on: .main)
        where event.revision > start && event.dialect != nil && event.message != nil {
            later.append(.revision(event.revision, on: .main))
        }
        try await session.commit(session.pick(later, onto: "without"))
        var bytes: [UInt8] = []
        try await TranscriptExport(session, as: .claudeCode).run(at: .head(of: "without")) {
            bytes += $1
        }
        let lines = try bytes.split(separator: 0x0A).map { try JSON(validating: Array($0)) }
        let byID = Dictionary(
            lines.compactMap { line in line["uuid"]?.string.map { ($0, line) } }
        ) { first, _ in first }
        var (step, said) = (lines.last { $0["uuid"] != nil }, 0)
        while let record = step {
            said += 1
            step = record["parentUuid"]?.string.flatMap { byID[$0] }
        }
        #expect(said > later.count, "the chain ends where the records were picked")
        try await session.close()
    }

    @Test(arguments: [
        ("cd /a/b && x", "cd /c && x"), ("/a/b/f.txt", "/c/f.txt"), ("/a/bc", "/a/bc"),
        ("/x/a/b", "/x/a/b"), ("line\\n/a/b\\tend", "line\\n/c\\tend"), ("/a/b", "/c"),
    ])
    func `paths in a folder move with it, and no others`(old: String, new: String) throws {
        let moved = try #require(MovedPaths(from: "/a/b", to: "/c"))
        #expect(String(decoding: moved.apply(to: Array(old.utf8)), as: UTF8.self) == new)
    }

    @Test func `tools look for transcripts where they are written`() throws {
        let time = CivilTime(Timestamp(microseconds: 1_790_000_000_000_000))
        let home = ["HOME": "/home/ana"]
        let claude = try #require(
            TranscriptPlace(
                .claudeCode, id: "i", folder: "/home/ana/my app_1", at: time, environment: home))
        #expect(claude.path == "/home/ana/.claude/projects/-home-ana-my-app-1/i.jsonl")
        #expect(claude.command == ["claude", "--resume", "i"])
        let codex = try #require(
            TranscriptPlace(
                .codex, id: "i", folder: "/x", at: time, environment: ["CODEX_HOME": "/c"]))
        #expect(
            codex.path == "/c/sessions/2026/09/21/rollout-2026-09-21T14-13-20-i.jsonl")
        #expect(
            TranscriptPlace(.markdown, id: "i", folder: "/x", at: time, environment: home) == nil)
    }
}

extension PortablePart {
    fileprivate var words: String? {
        switch self {
        case .text(let text): text.string
        case .written(let value): value.description
        case .image: "image"
        default: nil
        }
    }
}
