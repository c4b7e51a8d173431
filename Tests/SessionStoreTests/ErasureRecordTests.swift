import FuzzTargets
import SessionStore
import Testing

@Suite("Erasures are on record")
struct ErasureRecordTests {
    /// Puts the rows of one file in the place of another's, as one who has an older copy would.
    private static func rowsOf(_ other: String, at position: Position) -> String {
        let columns = "subject, actor, cause, origin, id, base, salt, \"check\", payload"
        return """
            ATTACH '\(other)' AS o;
            UPDATE log SET (\(columns)) =
            (SELECT \(columns) FROM o.log WHERE position = \(position))
            WHERE position = \(position); DETACH o
            """
    }

    /// A file of which something was erased, and a copy from before.
    private func files(_ folder: TemporaryFolder) async throws -> (now: String, before: String) {
        let (now, before) = (folder.file("now.session"), folder.file("before.session"))
        let session = try await Session.create(at: now)
        try await session.append(
            (0..<6).map { .note("note \($0)", by: .user("ana")) }, to: .main, expecting: .any)
        try await session.save(to: before)
        let plan = try await session.planRedaction(of: [.revision(4, on: .main)])
        try await session.redact(plan, reason: "as asked", by: .user("ana"))
        try await session.close()
        return (now, before)
    }

    private func findings(_ path: String, _ scope: VerifyScope) async throws -> [Finding] {
        let session = try await Session.open(path, mode: .verifying)
        let found = try await collect(session.verify(scope))
        try await session.close()
        return found
    }

    @Test(arguments: [VerifyScope.everything, .chain])
    func `an event that was erased in silence is found`(scope: VerifyScope) async throws {
        let folder = try TemporaryFolder()
        let (now, before) = try await files(folder)
        #expect(try await findings(now, scope).isEmpty)
        // Revision 4 as it is erased in the other file, without its record.
        try sqlite(before, without: "log_erase_only", Self.rowsOf(now, at: 4))
        let found = try await findings(before, scope).filter { $0.kind == .unrecordedErasure }
        #expect(found.map(\.moment) == ["main@4"], "\(found)")
    }

    @Test(arguments: [VerifyScope.everything, .chain])
    func `an erasure that was undone with an older copy is found`(scope: VerifyScope) async throws {
        let folder = try TemporaryFolder()
        let (now, before) = try await files(folder)
        try sqlite(now, without: "log_erase_only", Self.rowsOf(before, at: 4))
        let found = try await findings(now, scope).filter { $0.kind == .unrecordedErasure }
        #expect(found.map(\.moment) == ["main@4"], "\(found)")
    }

    @Test func `a copy whose record of an erasure is not true erases nothing here`() async throws {
        let folder = try TemporaryFolder()
        let (now, before) = try await files(folder)
        try sqlite(now, without: "log_erase_only", Self.rowsOf(before, at: 4))
        let ours = try await Session.open(before)
        let forged = try await Session.open(now, mode: .readOnly)
        await #expect(throws: SessionError.self) { try await ours.bring(from: forged) }
        await #expect(throws: SessionError.self) { try await ours.erasures(by: forged) }
        #expect(try await collect(ours.allEvents()).allSatisfy { !$0.isErased })
        try await forged.close()
        try await ours.close()
    }

    @Test func `a copy whose control line does not follow from its beginning erases nothing here`()
        async throws
    {
        let folder = try TemporaryFolder()
        let (now, before) = try await files(folder)
        // Whoever cannot make the digests follow can still make every checksum right.
        try forge(
            now,
            "UPDATE log SET digest = randomblob(32) WHERE branch = 0 AND position = "
                + "(SELECT max(position) FROM log WHERE branch = 0)")
        let ours = try await Session.open(before)
        let forged = try await Session.open(now, mode: .readOnly)
        await #expect(throws: SessionError.self) { try await ours.bring(from: forged) }
        #expect(try await collect(ours.allEvents()).allSatisfy { !$0.isErased })
        try await forged.close()
        try await ours.close()
    }
}
