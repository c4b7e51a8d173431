import Foundation
import SessionStore
import Testing

@testable import SessionFormats

@Suite("Exports of merged sessions")
struct MergedExportTests {
    /// `idea` was merged into `main`, one event of `main` was picked onto it, and both go on.
    private func merged() async throws -> Session {
        let session = try await Session.inMemory()
        func note(_ text: String) -> EventDraft { .note(text, by: .user("ana")) }
        func file(_ text: String) -> EventDraft {
            .file("f", content: Array(text.utf8), mode: "100755", by: .system)
        }
        try await session.append([note("start"), file("1\n2\n3\n")], to: .main, expecting: .any)
        try await session.fork("idea", from: .head(of: .main))
        try await session.append(
            [note("theirs"), file("1\n2\nIII\n")], to: "idea", expecting: .any)
        try await session.append([note("ours"), file("I\n2\n3\n")], to: .main, expecting: .any)
        try await session.commit(try await session.merge("idea", into: .main))
        try await session.commit(try await session.pick([.revision(4, on: .main)], onto: "idea"))
        try await session.append([note("theirs again")], to: "idea", expecting: .any)
        return session
    }

    private func events(_ session: Session) async throws -> [Event] {
        var events: [Event] = []
        for try await event in session.allEvents() { events.append(event) }
        return events
    }

    @Test func `a session that is rebuilt from its events merges on as the first one does`()
        async throws
    {
        let session = try await merged()
        let scratch = try Scratch()
        var bytes: [UInt8] = []
        try await TranscriptExport(session, as: .cloudEvents).run { bytes += $1 }
        let path = try scratch.file("merged.jsonl", bytes)
        let report = try await TranscriptImport(to: .folder(scratch.path)).run(path)
        let again = try await Session.open(report.path)
        let (before, after) = (try await events(session), try await events(again))
        #expect(after.map(\.kind) == before.map(\.kind))
        #expect(after.map(\.content) == before.map(\.content))
        let places = { (events: [Event]) in
            let byDigest = Dictionary(uniqueKeysWithValues: events.map { ($0.digest, $0.position) })
            return events.map { $0.origin.flatMap { byDigest[$0] } }
        }
        #expect(places(after) == places(before))
        #expect(places(after).compactMap { $0 }.count == 2)
        for try await finding in again.verify() { Issue.record("\(finding.message)") }
        let merges = (
            try await session.merge("idea", into: .main), try await again.merge("idea", into: .main)
        )
        #expect(merges.0.adds == [8] && merges.1.adds == [8])
        #expect(merges.0.changes.isEmpty && merges.1.changes.isEmpty)
        try await again.close()
    }

    @Test func `a line that is exported alone comes without the one that was merged into it`()
        async throws
    {
        let session = try await merged()
        let scratch = try Scratch()
        var bytes: [UInt8] = []
        try await TranscriptExport(session, as: .cloudEvents).run(at: .head(of: .main)) {
            bytes += $1
        }
        let path = try scratch.file("line.jsonl", bytes)
        let report = try await TranscriptImport(to: .folder(scratch.path)).run(path)
        let again = try await Session.open(report.path, mode: .readOnly)
        #expect(try await again.content(of: "f", at: .head(of: .main)) == Array("I\n2\nIII\n".utf8))
        for try await finding in again.verify() { Issue.record("\(finding.message)") }
        try await again.close()
    }

    @Test func `a transcript of the whole session tells each thing once`() async throws {
        let session = try await merged()
        var records = 0
        let report = try await TranscriptExport(session, as: .claudeCode).run { _, piece in
            records += piece.count { $0 == 0x0A }
        }
        let line = try await TranscriptExport(session, as: .claudeCode).run(at: .head(of: .main)) {
            _, _ in
        }
        #expect(records == report.converted && report.leftOut["branch.merged"] == 2)
        #expect(line.leftOut["branch.merged"] == 1)
    }
}
