import Foundation
import SessionStore
import Testing

@Suite("Files that are no session, or an evil one")
struct HostileFileTests {
    private func openingError(_ path: String, _ mode: Session.Mode = .readWrite) async
        -> SessionError?
    {
        do {
            let session = try await Session.open(path, mode: mode)
            try await session.close()
            return nil
        } catch {
            return error as? SessionError
        }
    }

    @Test(
        arguments: [
            ("a JPEG", [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10, 0x4A, 0x46, 0x49, 0x46, 0x00, 0x01]),
            ("an empty file", []), ("one byte", [0x53]), ("text", Array("hello\n".utf8)),
            ("a header of SQLite alone", Array("SQLite format 3\u{0}".utf8)),
        ] as [(String, [UInt8])])
    func `it is refused with a hint and stays as it is`(name: String, bytes: [UInt8]) async throws {
        let folder = try TemporaryFolder()
        try folder.write(bytes, "x.session")
        for mode in [Session.Mode.readWrite, .readOnly, .verifying] {
            let error = try #require(await openingError(folder.file("x.session"), mode))
            #expect(error.code == .notASession, "\(name): \(error)")
            #expect(error.hint != nil)
            #expect(try folder.bytes("x.session") == bytes)
            #expect(try folder.contents == ["x.session"])
        }
    }

    @Test func `a missing file and a directory are told apart`() async throws {
        let folder = try TemporaryFolder()
        #expect(await openingError(folder.file("none.session"))?.code == .fileNotFound)
        #expect(await openingError(folder.path)?.code == .notASession)
        await #expect(throws: SessionError.self) {
            try await Session.create(at: folder.file("no/such/folder.session"))
        }
        let session = try await Session.create(at: folder.file("a.session"))
        try await session.close()
        do {
            _ = try await Session.create(at: folder.file("a.session"))
            Issue.record("an existing file was replaced")
        } catch let error as SessionError {
            #expect(error.code == .fileExists)
        }
    }

    private func session(_ folder: TemporaryFolder) async throws -> String {
        let path = folder.file("x.session")
        let session = try await Session.create(at: path)
        try await session.append(
            (0..<10).map { .prompt("prompt \($0)", by: .user("ana")) }, to: .main, expecting: .any)
        try await session.fork("idea", from: .revision(3, on: .main))
        try await session.close()
        return path
    }

    @Test(arguments: [
        ("PRAGMA user_version = 2", SessionError.Code.newerFormat),
        ("PRAGMA user_version = 0", .damaged), ("PRAGMA application_id = 7", .notASession),
        ("CREATE TABLE extra (x)", .damaged), ("CREATE VIEW v AS SELECT 1", .damaged),
        ("CREATE TRIGGER t AFTER INSERT ON log BEGIN DELETE FROM word; END", .damaged),
        ("DROP TRIGGER log_no_delete", .damaged), ("DROP INDEX log_line", .damaged),
        ("ALTER TABLE branch ADD COLUMN x", .damaged), ("DROP TABLE preview", .damaged),
    ])
    func `another schema is refused`(sql: String, code: SessionError.Code) async throws {
        let folder = try TemporaryFolder()
        let path = try await session(folder)
        #expect(try sqlite(path, sql).status == 0)
        let error = try #require(await openingError(path))
        #expect(error.code == code)
    }

    @Test(arguments: ["ANALYZE", "ANALYZE; PRAGMA optimize", hostileStatistics])
    func `SQLite's statistics are no damage: they are said, and go with the next writer`(
        sql: String
    ) async throws {
        let folder = try TemporaryFolder()
        let path = try await session(folder)
        #expect(try sqlite(path, sql).status == 0)
        for mode in [Session.Mode.readOnly, .verifying] {
            let session = try await Session.open(path, mode: mode)
            #expect(try await collect(session.events(on: .main)).count == 11)
            let findings = try await collect(session.verify())
            #expect(findings.map(\.kind) == [.database])
            #expect(findings.first?.message.contains("sqlite_stat1") == true)
            #expect(findings.first?.advice.description.contains("harmless") == true)
            try await session.close()
        }
        let session = try await Session.open(path)
        try await session.append([.prompt("on", by: .system)], to: .main, expecting: .any)
        #expect(try await collect(session.verify()).isEmpty)
        try await session.close()
        let left = try sqlite(
            path, "SELECT name FROM sqlite_schema WHERE name LIKE 'sqlite_stat%'")
        #expect(left.output.isEmpty)
    }

    private static let hostileStatistics = """
        ANALYZE; DELETE FROM sqlite_stat1;
        INSERT INTO sqlite_stat1 SELECT tbl_name, name, '1000000 1000000 1000000 1000000'
        FROM sqlite_schema WHERE type = 'index';
        INSERT INTO sqlite_stat1 VALUES ('log', NULL, '1'), (NULL, NULL, 'x'), (x'00', 7, -1);
        """

    @Test(arguments: [
        "CREATE VIEW sqlite_stat1 AS SELECT 1", "CREATE TABLE sqlite_stat1(tbl,idx,stat,more)",
        "CREATE TABLE sqlite_stat9(tbl,idx,stat)", "CREATE TABLE sqlite_sequence(name,seq)",
    ])
    func `what only has a name of SQLite's own is refused`(definition: String) async throws {
        let folder = try TemporaryFolder()
        let path = try await session(folder)
        let name = definition.split(whereSeparator: { " (".contains($0) })[2]
        let type = definition.contains("VIEW") ? "view" : "table"
        let sql = """
            ANALYZE; PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET type = '\(type)', name = '\(name)', tbl_name = '\(name)',
            sql = '\(definition)', rootpage = iif('\(type)' = 'view', 0, rootpage)
            WHERE name = 'sqlite_stat1'
            """
        #expect(try sqlite(path, sql).status == 0)
        #expect(await openingError(path)?.code == .damaged)
    }

    @Test(arguments: [
        "UPDATE log SET revision = 7 WHERE position = 3", "UPDATE log SET digest = zeroblob(32)",
        "UPDATE log SET actor = 1", "DELETE FROM log WHERE position = 5",
        "INSERT OR REPLACE INTO log SELECT 2, branch, 99, kind, version, dialect, subject, actor, "
            + "occurred, recorded, cause, origin, id, size, content, base, salt, digest, \"check\""
            + ", payload FROM log WHERE position = 3",
    ])
    func `the log's triggers stop other clients' accidents`(sql: String) async throws {
        let folder = try TemporaryFolder()
        let path = try await session(folder)
        let result = try sqlite(path, sql)
        #expect(result.status != 0 && result.output.contains("append-only"), "\(result)")
        let session = try await Session.open(path)
        #expect(try await collect(session.verify()).isEmpty)
        try await session.close()
    }

    /// What an attacker can write who computes checksums as well as we do is for the digests; these
    /// are rows as they would be forged without.
    @Test(arguments: [
        "UPDATE log SET base = 0 WHERE position = 5", "UPDATE log SET base = -3 WHERE position = 5",
        "UPDATE log SET base = 5 WHERE position = 5",
        "UPDATE log SET payload = x'00' WHERE position = 5",
        "UPDATE log SET payload = zeroblob(900000) WHERE position = 5",
        "UPDATE log SET salt = NULL WHERE position = 5",
        "UPDATE branch SET parent = 2 WHERE id = 2",
        "UPDATE branch SET parent = 9 WHERE id = 2",
        "UPDATE branch SET fork = 1000000 WHERE id = 2",
        "UPDATE word SET text = 'user:eve' WHERE text = 'user:ana'", "DELETE FROM word",
        "DELETE FROM branch", "DELETE FROM branch WHERE id = 1",
        "INSERT INTO branch VALUES (3, 'x', 3, 3, 0, 0)",
    ])
    func `forged rows give an error and a finding, never other data`(sql: String) async throws {
        let folder = try TemporaryFolder()
        let path = try await session(folder)
        #expect(try sqlite(path, "\(sql)").status == 0)
        var failed = false
        do {
            let session = try await Session.open(path, mode: .readOnly)
            let events = try await collect(session.allEvents())
            #expect(events.compactMap { $0.message?.text } == (0..<10).map { "prompt \($0)" })
            _ = try await collect(session.events(on: "idea"))
            try await session.close()
        } catch {
            failed = error is SessionError
        }
        #expect(failed)
        if let session = try? await Session.open(path, mode: .verifying) {
            #expect(try await !collect(session.verify()).isEmpty)
            try? await session.close()
        }
    }

    /// A row of another copy of the file has a checksum that fits.
    @Test(arguments: [
        ("archived", "idea is archived"), ("renamed", "idea is called plan"),
        ("forked", "idea leaves main@2 instead of main@3"),
    ])
    func `a table of branches that differs from the log is found, and how it differs`(
        change: String, message: String
    ) async throws {
        let folder = try TemporaryFolder()
        let path = try await session(folder)
        let other = folder.file("other.session")
        let copy = try await Session.create(at: other)
        try await copy.append([.prompt("1", by: .system)], to: .main, expecting: .any)
        try await copy.append([.prompt("2", by: .system)], to: .main, expecting: .any)
        try await copy.fork("idea", from: .revision(change == "forked" ? 2 : 3, on: .main))
        if change == "archived" { try await copy.archive(branch: "idea") }
        if change == "renamed" { try await copy.rename("idea", to: "plan") }
        try await copy.close()
        let sql = """
            ATTACH '\(other)' AS o;
            UPDATE branch SET (name, fork, archived, "check")
            = (SELECT name, fork, archived, "check" FROM o.branch WHERE id = 2) WHERE id = 2;
            """
        let run = try sqlite(path, sql)
        #expect(run.status == 0, "\(run.output)")
        let session = try await Session.open(path, mode: .verifying)
        let findings = try await collect(session.verify())
        #expect(
            findings.contains { $0.kind == .wrongCount && $0.message.hasSuffix(": " + message) })
        try await session.close()
    }

    @Test(arguments: [
        ("UPDATE preview SET title = 'evil' WHERE branch = 1", "preview is damaged"),
        ("UPDATE preview SET revision = 9999 WHERE branch = 1", "preview is damaged"),
        (
            "UPDATE snapshot SET state = x'7b7d' WHERE projection = 'preview' AND revision = 640",
            "snapshot of the preview is damaged"
        ),
        (
            "UPDATE snapshot SET revision = 9999 WHERE projection = 'preview' AND revision = 640",
            "snapshot of the preview is of no revision"
        ),
        (
            "UPDATE snapshot SET state = x'00' WHERE projection = 'subjects' AND revision = 1024",
            "snapshot of the subjects differs from the log"
        ),
        (
            "UPDATE snapshot SET revision = -9223372036854775808 WHERE revision = 1024",
            "snapshot of the subjects is of no revision"
        ),
    ])
    func `what is stored of a projection and was changed is found, and never read`(
        sql: String, message: String
    ) async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("x.session")
        var session = try await Session.create(at: path, title: "Mine")
        let events = (0..<1100).map { EventDraft.setting("s\($0 % 3)", .number($0), by: .system) }
        try await session.append(events, to: .main, expecting: .any)
        try await session.close()
        #expect(try sqlite(path, sql).status == 0)
        session = try await Session.open(path, mode: .verifying)
        var findings: [Finding] = []
        let check = try await session.checkProjections(report: { findings.append($0) })
        #expect(!check.isSame)
        #expect(findings.contains { $0.message.contains(message) }, "\(findings)")
        try await session.close()
        session = try await Session.open(path, mode: .readOnly)
        #expect(try await session.state(at: .named(.main)).settings.count == 3)
        #expect(try await session.preview(at: .named(.main)).title == "Mine")
        try await session.close()
    }
}
