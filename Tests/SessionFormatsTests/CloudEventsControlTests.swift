import Foundation
import SessionStore
import Testing

@testable import SessionFormats

/// The way that `verify` recommends for repair loses nothing that can be read.
@Suite("What a session says of itself goes out and comes back")
struct CloudEventsControlTests {
    private func makeSession() async throws -> Session {
        let session = try await Session.inMemory()
        try await session.append(
            [
                .title("plain", by: .system), .prompt("one", by: .user("ana")),
                .setting("mode", "a", by: .user("ana")),
                .file("f", content: Array("f\n".utf8), by: .tool("edit")),
                .title("XYZZY", by: .system), .prompt("XYZZY two", by: .user("ana")),
                .setting("mode", "XYZZY", by: .user("ana")),
                .file("f", content: Array("XYZZY\n".utf8), by: .tool("edit")),
                .setting("other", "XYZZY", by: .user("ana")),
                .file("g", content: Array("XYZZY\n".utf8), by: .tool("edit")),
            ], to: .main, expecting: .any)
        try await session.tag("v1", at: .revision(3, on: .main), by: .user("ana"))
        try await session.fork("idea", from: .revision(4, on: .main))
        try await session.append(
            [.prompt("XYZZY idea", by: .user("bo"))], to: "idea", expecting: .any)
        try await session.append([.prompt("idea", by: .user("bo"))], to: "idea", expecting: .any)
        try await session.commit(session.merge("idea", into: .main))
        try await session.rename("idea", to: "plan")
        try await session.tag("v2", at: .head(of: "plan"))
        try await session.tag("v1", at: .revision(5, on: .main))
        try await session.hold("case 7", reason: "asked", by: .user("ana"))
        try await session.release("case 7", reason: "over", by: .user("ana"))
        let plan = try await session.planRedaction(matching: RedactionPattern(text: "XYZZY"))
        try await session.redact(plan, reason: "a secret", authority: "a court", by: .user("ana"))
        try await session.recordExport(format: "markdown", by: .user("bo"))
        try await session.archive(by: .user("bo"))
        try await session.reopen(by: .user("bo"))
        try await session.archive(branch: "plan", by: .user("ana"))
        try await session.hold("case 8", reason: "asked again", by: .user("ana"))
        return session
    }

    private func copy(
        _ session: Session, at moment: Moment? = nil, in scratch: borrowing Scratch
    ) async throws -> Session {
        var bytes: [UInt8] = []
        try await TranscriptExport(session, as: .cloudEvents).run(at: moment) { bytes += $1 }
        let path = try scratch.file("a.jsonl", bytes)
        let report = try await TranscriptImport(to: .folder(scratch.path)).run(path)
        #expect(report.leftOut.isEmpty || moment != nil, "\(report.leftOut)")
        return try await Session.open(report.path, mode: .readOnly)
    }

    private static let digests = ["at", "from", "digests", "ours", "theirs"]

    /// What is not a digest of one file or the other.
    private func outline(_ session: Session) async throws -> [String] {
        var lines: [String] = []
        for try await event in session.allEvents() where event.kind != .sessionCreated {
            let data = event.body.members.filter { !Self.digests.contains($0.key) }
            lines.append(
                "\(event.branch?.rawValue ?? "-")@\(event.revision) \(event.kind) "
                    + "\(event.subject ?? "-") \(event.actor) \(event.occurredAt) "
                    + "\(event.isErased) "
                    + "\(data.map { "\($0.key)=\($0.value)" })")
        }
        return lines
    }

    @Test func `tags, holds, archives, exports and erasures are the same, in their order`()
        async throws
    {
        let session = try await makeSession()
        let scratch = try Scratch()
        let copy = try await copy(session, in: scratch)
        #expect(try await outline(copy) == outline(session))
        #expect(try await copy.tags().map(\.point) == session.tags().map(\.point))
        #expect(try await copy.holds() == session.holds())
        let (old, new) = (try await session.redactions(), try await copy.redactions())
        #expect(old.count == 1 && new.map(\.reason) == old.map(\.reason))
        #expect(
            new.map(\.authority) == old.map(\.authority) && new.map(\.actor) == old.map(\.actor))
        #expect(new[0].digests.count == old[0].digests.count)
        for branch in [BranchName.main, "plan"] {
            let (was, now) = (
                try await session.state(at: .head(of: branch)),
                try await copy.state(at: .head(of: branch))
            )
            #expect(now.files.map(\.path) == was.files.map(\.path))
            #expect(now.settings.map(\.subject) == was.settings.map(\.subject))
            let (seen, same) = (
                try await session.preview(at: .head(of: branch)),
                try await copy.preview(at: .head(of: branch))
            )
            #expect(same.prompts == seen.prompts && same.responses == seen.responses)
            #expect(same.title == seen.title)
        }
        #expect(try await copy.branches().map(\.isArchived) == session.branches().map(\.isArchived))
        for try await finding in copy.verify() { Issue.record("\(finding)") }
        #expect(try await copy.checkProjections().isSame)
        try await copy.close()
    }

    @Test func `a line that is exported alone has its erasures on record`() async throws {
        let session = try await makeSession()
        let scratch = try Scratch()
        let copy = try await copy(session, at: .head(of: .main), in: scratch)
        #expect(try await copy.redactions().count == 1)
        for try await finding in copy.verify() { Issue.record("\(finding)") }
        try await copy.close()
    }

    private func importing(_ line: String, _ scratch: borrowing Scratch) async throws
        -> ImportReport
    {
        let digest = String(repeating: "ab", count: 32)
        let prompt =
            #"{"specversion":"1.0","type":"prompt.submitted","id":"\#(digest)","#
            + #""branch":"main","data":{"text":"hi"}}"#
        let path = try scratch.file(
            "x.jsonl", lines: [prompt, line.replacing("\"D\"", with: "\"\(digest)\"")])
        return try await TranscriptImport(to: .file("\(scratch.path)/x.session")).run(path)
    }

    @Test(
        arguments: [
            (
                #"{"specversion":"1.0","type":"tag.set","#
                    + #""data":{"name":"main","at":"D","branch":"main","revision":2}}"#,
                .invalidEvent
            ),
            (
                #"{"specversion":"1.0","type":"tag.set","#
                    + #""data":{"name":"t","at":"D","branch":"main","revision":1}}"#, .invalidEvent
            ),
            (
                #"{"specversion":"1.0","type":"hold.set","data":{"name":"","reason":"r"}}"#,
                .invalidEvent
            ),
            (
                #"{"specversion":"1.0","type":"branch.archived","data":{"name":"none"}}"#,
                .branchNotFound
            ),
        ] as [(String, SessionError.Code)])
    func `what cannot have happened refuses the whole, and leaves no session`(
        line: String, code: SessionError.Code
    ) async throws {
        let scratch = try Scratch()
        let error = await #expect(throws: SessionError.self) {
            try await importing(line, scratch)
        }
        #expect(error?.code == code)
        #expect(!FileManager.default.fileExists(atPath: "\(scratch.path)/x.session"))
    }

    @Test func `a redaction of what is there is left out, and nothing is redacted`() async throws {
        let scratch = try Scratch()
        let report = try await importing(
            #"{"specversion":"1.0","type":"content.redacted","#
                + #""data":{"digests":["D"],"reason":"r"}}"#, scratch)
        #expect(!report.leftOut.isEmpty)
        let session = try await Session.open(report.path, mode: .readOnly)
        #expect(try await session.redactions().isEmpty)
        for try await finding in session.verify() { Issue.record("\(finding)") }
        try await session.close()
    }
}
