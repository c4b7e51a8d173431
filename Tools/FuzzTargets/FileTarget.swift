import Foundation
import SessionFormats
import SessionStore

/// A whole session's file, forged by somebody who knows the format: its rows say anything, and all
/// checksums are right. Everything that reads is asked.
enum FileTarget {
    @Sendable static func run(_ bytes: [UInt8]) {
        Scratch.file("session") { path in
            _ = FileManager.default.createFile(atPath: path, contents: Data(BaseSession.bytes))
            forge(path, bytes)
            wait { try await read(path) }
        }
    }

    private static func forge(_ path: String, _ bytes: [UInt8]) {
        guard let connection = SQLConnection(path) else { return }
        var edits = FileEdits(bytes)
        edits.apply(to: connection)
    }

    private static func read(_ path: String) async throws {
        let checked = try await Session.open(path, mode: .verifying)
        await attempt { for try await _ in checked.verify() {} }
        try await checked.close()
        let session = try await Session.open(path, mode: .readOnly)
        await readAll(session)
        for branch in (try? await session.branches()) ?? [] {
            await readBranch(session, branch.name)
        }
        await compare(session)
        try await session.close()
    }

    /// An error is an answer, and the next question is asked all the same.
    private static func attempt(_ work: () async throws -> Void) async {
        do { try await work() } catch {}
    }

    private static func readAll(_ session: Session) async {
        await attempt { for try await _ in session.allEvents() {} }
        await attempt { for try await _ in session.allEvents(order: .descending) {} }
        await attempt { _ = try await session.info() }
        await attempt { _ = try await session.previews() }
        await attempt { _ = try await session.tags() }
        await attempt { _ = try await session.redactions() }
        await attempt { _ = try await session.holds() }
        await attempt { _ = try await session.usage() }
        await attempt { for try await _ in session.audit(AuditQuery.kind("file.changed")) {} }
        await attempt { _ = try await CloudEventsExporter(session).export { _ in } }
        await attempt { try await ClaudeCodeExporter(session).export { _, _ in } }
    }

    private static func readBranch(_ session: Session, _ name: BranchName) async {
        for moment in [Moment.head(of: name), .undoing(1, on: name), .revision(7, on: name)] {
            await attempt { _ = try await session.state(at: moment) }
            await attempt { _ = try await session.preview(at: moment) }
            await attempt { _ = try await session.context(at: moment) }
            await attempt { _ = try await session.causes(of: moment) }
            await attempt { _ = try await session.blame("a.swift", at: moment) }
            await attempt { _ = try await session.content(of: "m.txt", at: moment) }
        }
        await attempt { for try await _ in session.events(on: name, headersOnly: true) {} }
    }

    private static func compare(_ session: Session) async {
        await attempt {
            _ = try await session.difference(from: .head(of: "idea"), to: .head(of: .main))
        }
        await attempt { _ = try await session.merge("other", into: .main) }
        await attempt { _ = try await session.merge("idea", into: "other") }
    }
}
