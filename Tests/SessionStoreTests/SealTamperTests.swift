import SessionStore
import Testing

@Suite("What a seal and verify find out together")
struct SealTamperTests {
    /// A sealed session with two branches that differ in their names alone.
    private func sealed(
        _ path: String, branches: [BranchName], _ key: SigningKey
    ) async throws -> String {
        let session = try await Session.create(at: path)
        try await session.append([.note("start", by: .user("ana"))], to: .main, expecting: .any)
        for branch in branches {
            try await session.fork(branch, from: .revision(2, on: .main))
        }
        for branch in branches {
            try await session.append(
                [.note("on \(branch)", by: .user("ana"))], to: branch, expecting: .any)
        }
        let note = try await session.seal(with: key).description
        try await session.close()
        return note
    }

    private func findings(
        _ path: String, _ note: String, _ key: SigningKey
    ) async throws -> [Finding] {
        let session = try await Session.open(path, mode: .verifying)
        var found = try await collect(session.verify())
        found += try await session.checkSeals(by: [key.verifying], outside: [note]).findings
        try await session.close()
        return found
    }

    @Test func `branches whose heads were swapped are found`() async throws {
        let folder = try TemporaryFolder()
        let key = try SigningKey(name: "ana")
        let path = folder.file("a.session")
        let note = try await sealed(path, branches: ["left", "right"], key)
        #expect(try await findings(path, note, key).isEmpty)
        let other = folder.file("b.session")
        _ = try await sealed(other, branches: ["right", "left"], key)
        // Rows of a file in which the names are the other way round have checksums that fit.
        let run = try sqlite(
            path, "ATTACH '\(other)' AS o; REPLACE INTO branch SELECT * FROM o.branch WHERE id > 1")
        try #require(run.status == 0, "\(run.output)")
        let found = try await findings(path, note, key)
        #expect(found.contains { $0.kind == .wrongCount }, "\(found)")
    }

    @Test func `a branch that was taken out is found, at the end of the file too`() async throws {
        let folder = try TemporaryFolder()
        let key = try SigningKey(name: "ana")
        let path = folder.file("a.session")
        let note = try await sealed(path, branches: ["left", "right"], key)
        // #6 is the last branch's event, #7 the seal, and #4 tells of the fork.
        for rows in ["position = 6", "position IN (6, 7)", "position IN (4, 6, 7)"] {
            let copy = folder.file("copy-\(rows.utf8.count).session")
            try folder.write(folder.bytes("a.session"), "copy-\(rows.utf8.count).session")
            try sqlite(
                copy, without: "log_no_delete",
                "DELETE FROM log WHERE \(rows); DELETE FROM branch WHERE id = 3; "
                    + "DELETE FROM preview; DELETE FROM snapshot")
            let found = try await findings(copy, note, key)
            #expect(found.contains { $0.kind == .brokenSeal }, "\(rows): \(found)")
        }
    }

    @Test func `an older copy of the file is found by the note outside it`() async throws {
        let folder = try TemporaryFolder()
        let key = try SigningKey(name: "ana")
        let path = folder.file("a.session")
        _ = try await sealed(path, branches: ["left"], key)
        let session = try await Session.open(path)
        try await session.save(to: folder.file("old.session"))
        let plan = try await session.planRedaction(of: [.revision(2, on: .main)])
        try await session.redact(plan, reason: "as asked", by: .user("ana"))
        let note = try await session.seal(with: key).description
        try await session.close()
        #expect(try await findings(path, note, key).isEmpty)
        let found = try await findings(folder.file("old.session"), note, key)
        #expect(found.contains { $0.kind == .brokenSeal }, "\(found)")
    }
}
