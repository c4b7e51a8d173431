import SessionFormats
import SessionStore

/// What is asked of a forged file, in groups of about the same cost.
enum FileQuestions {
    static func ask(_ group: UInt8, _ path: String) async throws {
        let mode: Session.Mode = group == 0 ? .verifying : group == 7 ? .readWrite : .readOnly
        let session = try await Session.open(path, mode: mode)
        switch group {
        case 0: await attempt { for try await _ in session.verify() {} }
        case 1: await list(session)
        case 2: await eachBranch(session) { await state(session, .head(of: $0)) }
        case 3: await eachBranch(session) { await past(session, $0) }
        case 4: await eachBranch(session) { await trace(session, $0) }
        case 5: await compare(session)
        case 6: await export(session)
        default: await write(session)
        }
        try await session.close()
    }

    /// An error is an answer, and the next question is asked all the same.
    private static func attempt(_ work: () async throws -> Void) async {
        do { try await work() } catch {}
    }

    private static func list(_ session: Session) async {
        await attempt { for try await _ in session.allEvents() {} }
        await attempt { for try await _ in session.allEvents(order: .descending) {} }
        await attempt { _ = try await session.info() }
        await attempt { _ = try await session.previews() }
        await attempt { _ = try await session.tags() }
        await attempt { _ = try await session.redactions() }
        await attempt { _ = try await session.holds() }
        await attempt { _ = try await session.usage() }
        await attempt { for try await _ in session.audit(AuditQuery.kind("file.changed")) {} }
    }

    private static func eachBranch(
        _ session: Session, _ work: (BranchName) async -> Void
    ) async {
        for branch in ((try? await session.branches()) ?? []).prefix(5) { await work(branch.name) }
    }

    private static func state(_ session: Session, _ moment: Moment) async {
        await attempt { _ = try await session.state(at: moment) }
        await attempt { _ = try await session.preview(at: moment) }
        await attempt { _ = try await session.context(at: moment) }
    }

    private static func past(_ session: Session, _ name: BranchName) async {
        await state(session, .undoing(1, on: name))
        await attempt { _ = try await session.state(at: .revision(7, on: name)) }
    }

    private static func trace(_ session: Session, _ name: BranchName) async {
        let moment = Moment.head(of: name)
        await attempt { _ = try await session.causes(of: moment) }
        await attempt { _ = try await session.blame("a.swift", at: moment) }
        await attempt { _ = try await session.content(of: "m.txt", at: moment) }
        await attempt { for try await _ in session.events(on: name, headersOnly: true) {} }
    }

    private static func compare(_ session: Session) async {
        await attempt {
            _ = try await session.difference(from: .head(of: "idea"), to: .head(of: .main))
        }
        await attempt { _ = try await session.merge("other", into: .main) }
        await attempt { _ = try await session.merge("idea", into: "other") }
    }

    private static func export(_ session: Session) async {
        for format in TranscriptFormat.all where format.isWritten {
            await attempt { try await TranscriptExport(session, as: format).run { _, _ in } }
        }
    }

    private static func write(_ session: Session) async {
        let note = EventDraft.note("more", by: .system)
        for name in [BranchName.main, "idea"] {
            await attempt { _ = try await session.append([note], to: name, expecting: .any) }
        }
        await attempt { try await session.fork("more", from: .head(of: "other"), by: .system) }
        await attempt { _ = try await session.tag("more", at: .revision(7, on: .main)) }
        await attempt {
            let plan = try await session.planRedaction(of: [.revision(4, on: .main)])
            _ = try await session.redact(plan, reason: "asked", by: .system)
        }
        await attempt { try await session.compact() }
    }
}
