import EventLog
import Foundation
import Generators
import SessionStore
import Testing

@Suite("Backups of a session", .timeLimit(.minutes(3)))
struct BackUpTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var copy: String { folder.file("copy.session") }

    /// Every row of every table, as other people's SQLite reads them. The state of a projection may
    /// be newer in one of two files: what it is a projection of may not.
    private func rows(_ path: String) throws -> String {
        let tables = [
            "word": "id text check", "branch": "id name parent fork archived check",
            "log": "position branch revision kind version dialect subject actor occurred recorded "
                + "cause origin id size content base salt digest check payload",
        ]
        let sql = tables.sorted { $0.key < $1.key }.map { table, columns in
            let values = columns.split(separator: " ").map { "quote(\"\($0)\")" }
            return
                "SELECT '\(table)', \(values.joined(separator: ", ")) FROM \(table) ORDER BY 1, 2"
        }
        let run = try sqlite(path, sql.joined(separator: ";"))
        try #require(run.status == 0, "\(run.output)")
        return run.output
    }

    /// The copy is what `save(to:)` gives, row for row, sound, and by itself.
    private func expectWhole(_ session: Session, _ place: String) async throws {
        let saved = folder.file("saved-\(place).session")
        try await session.save(to: saved)
        #expect(try rows(copy) == rows(saved), "\(place)")
        let check = try await Session.open(copy, mode: .verifying)
        #expect(try await collect(check.verify()).map(\.message) == [], "\(place)")
        #expect(try await check.extent() == session.extent(), "\(place)")
        try await check.close()
        #expect(try folder.contents.filter { $0.contains("copy") } == ["copy.session"])
    }

    @Test(arguments: UInt64(1)...4)
    func `what comes goes over step by step, and gives what a whole copy gives`(
        seed: UInt64
    ) async throws {
        let session = try await Session.create(at: folder.file("a.session"))
        var model = RandomSession(seed: seed, session: session)
        var kinds: [String] = []
        for round in 0..<6 {
            try await model.run(steps: 15)
            let step = try await session.backUp(to: copy)
            kinds.append("\(step)".prefix { $0 != "(" }.description)
            try await expectWhole(session, "\(round)")
            #expect(try await session.backUp(to: copy) == .nothing)
        }
        #expect(kinds == ["whole"] + Array(repeating: "grown", count: 5))
        try await session.close()
    }

    @Test
    func `only what is new is carried`() async throws {
        let session = try await Session.create(at: folder.file("a.session"))
        let long = (0..<2000).map { EventDraft.prompt("number \($0)", by: .user("ana")) }
        try await session.append(long, to: .main, expecting: .any)
        #expect(try await session.backUp(to: copy) != .nothing)
        try await session.append(
            [.prompt("one", by: .user("ben")), .note("two", by: .user("ben"))], to: .main,
            expecting: .any)
        guard case .grown(let events, let bytes) = try await session.backUp(to: copy) else {
            return #expect(Bool(false), "it was copied as a whole")
        }
        #expect(events == 2 && bytes > 0 && bytes < 500, "\(bytes)")
        try await session.close()
    }

    @Test
    func `forks, merges, tags, names, archives and pins go over`() async throws {
        let session = try await Session.create(at: folder.file("a.session"), title: "A")
        try await session.append([.prompt("p", by: .user("ana"))], to: .main, expecting: .any)
        _ = try await session.backUp(to: copy)
        let steps: [(String, () async throws -> Void)] = [
            ("fork", { try await session.fork("idea", from: .revision(2, on: .main)) }),
            (
                "append",
                {
                    try await session.append(
                        [.file("f", content: Array("x\n".utf8), by: .user("ana"))], to: "idea",
                        expecting: .any)
                }
            ),
            ("merge", { try await session.commit(session.merge("idea", into: .main)) }),
            ("tag", { try await session.tag("v1", at: .revision(2, on: .main)) }),
            ("rename", { try await session.rename("idea", to: "done") }),
            ("branch", { try await session.archive(branch: "done") }),
            ("pin", { _ = try await session.pin() }),
            ("hold", { try await session.hold(reason: "case", by: .user("ana")) }),
            ("archive", { try await session.archive() }),
        ]
        for (name, step) in steps {
            try await step()
            guard case .grown = try await session.backUp(to: copy) else {
                Issue.record("\(name) was copied as a whole")
                continue
            }
            try await expectWhole(session, name)
        }
        try await session.close()
    }

    @Test
    func `what was erased is in no byte of the copy, and a compacted session is copied anew`()
        async throws
    {
        let session = try await Session.create(at: folder.file("a.session"))
        let drafts = (0..<50).map { EventDraft.prompt("plain \($0)", by: .user("ana")) }
        let needle = "the word Quetzalcoatl"
        try await session.append(
            drafts + [.prompt(needle, by: .user("ana"))] + drafts, to: .main, expecting: .any)
        _ = try await session.backUp(to: copy)
        let plan = try await session.planRedaction(matching: RedactionPattern(text: needle))
        try await session.redact(plan, reason: "asked for", by: .user("ana"))
        guard case .whole = try await session.backUp(to: copy) else {
            return #expect(Bool(false), "an erasure went over by rows")
        }
        try await expectWhole(session, "redacted")
        for name in try folder.contents where name.contains("copy") {
            #expect(!String(decoding: try folder.bytes(name), as: UTF8.self).contains("Quetz"))
        }
        _ = try await session.compact()
        guard case .whole = try await session.backUp(to: copy) else {
            return #expect(Bool(false), "rows of another epoch went over")
        }
        try await expectWhole(session, "compacted")
        try await session.close()
    }

    /// Who changed the copy, or what: it is the session's again afterwards.
    @Test(arguments: ["appended", "other", "damaged", "empty", "text", "cut", "compacted"])
    func `a copy that is not the session's beginning is replaced`(how: String) async throws {
        let session = try await Session.create(at: folder.file("a.session"))
        let drafts = (0..<50).map { EventDraft.prompt("plain \($0)", by: .user("ana")) }
        try await session.append(drafts, to: .main, expecting: .any)
        _ = try await session.backUp(to: copy)
        switch how {
        case "appended", "compacted":
            let other = try await Session.open(copy)
            try await other.append([.prompt("x", by: .system)], to: .main, expecting: .any)
            if how == "compacted" { _ = try await other.compact() }
            try await other.close()
        case "other":
            try FileManager.default.removeItem(atPath: copy)
            try await Session.create(at: copy).close()
        case "damaged":
            try folder.write(folder.bytes("copy.session").map { $0 ^ 1 }, "copy.session")
        case "empty": try folder.write([], "copy.session")
        case "cut":
            try folder.write(Array(folder.bytes("copy.session").dropLast(4096)), "copy.session")
        default: try folder.write(Array("no session".utf8), "copy.session")
        }
        try await session.append([.prompt("new", by: .user("ana"))], to: .main, expecting: .any)
        guard case .whole = try await session.backUp(to: copy) else {
            return #expect(Bool(false), "rows were added to another file")
        }
        try await expectWhole(session, how)
        try await session.close()
    }

    /// Two files of one past and one epoch, as `cp` makes them, whose last events are equal.
    @Test
    func `a file that was put in the session's place is no longer its continuation`() async throws {
        let first = folder.file("a.session")
        let session = try await Session.create(at: first)
        try await session.append([.prompt("p", by: .user("ana"))], to: .main, expecting: .any)
        try await session.fork("idea", from: .revision(2, on: .main))
        try await session.close()
        let second = folder.file("b.session")
        try FileManager.default.copyItem(atPath: first, toPath: second)
        let (a, b) = (try await Session.open(first), try await Session.open(second))
        try await a.append([.prompt("a's", by: .user("ana"))], to: "idea", expecting: .any)
        try await b.append([.prompt("b's", by: .user("ana"))], to: "idea", expecting: .any)
        try await a.append([.prompt("both", by: .user("ana"))], to: .main, expecting: .any)
        try await b.bring(.main, from: a)
        #expect(try await a.extent() == b.extent())
        _ = try await a.backUp(to: copy)
        guard case .whole = try await b.backUp(to: copy) else {
            return #expect(Bool(false), "the last event alone was compared")
        }
        try await expectWhole(b, "b")
        try await a.close()
        try await b.close()
    }

    @Test
    func `damage is not carried on: the copy stays what it was`() async throws {
        let path = folder.file("a.session")
        let session = try await Session.create(at: path)
        try await session.append([.prompt("first", by: .user("ana"))], to: .main, expecting: .any)
        _ = try await session.backUp(to: copy)
        try await session.append([.prompt("second", by: .user("ana"))], to: .main, expecting: .any)
        try await session.close()
        let before = try folder.bytes("copy.session")
        try sqlite(
            path, without: "log_no_update",
            "UPDATE log SET payload = payload || x'00' WHERE position = 3")
        let damaged = try await Session.open(path, mode: .readOnly)
        let error = await #expect(throws: SessionError.self) {
            try await damaged.backUp(to: copy)
        }
        #expect(error?.code == .corruptPayload || error?.code == .damaged)
        try await damaged.close()
        #expect(try folder.bytes("copy.session") == before)
        #expect(try folder.contents == ["a.session", "copy.session"])
    }

    @Test
    func `a writer goes on while copies are made`() async throws {
        let session = try await Session.create(at: folder.file("a.session"))
        let writing = Task {
            var number = 0
            while !Task.isCancelled {
                number += 1
                let text = "n\(number)"
                _ = try? await session.append(
                    [.prompt(text, by: .user("ana"))], to: .main, expecting: .any)
                // Each check of the copy reads all of it.
                try? await Task.sleep(for: .milliseconds(5))
            }
        }
        let reader = try await Session.open(folder.file("a.session"), mode: .readOnly)
        var grown = 0
        while grown < 4 {
            if case .grown = try await reader.backUp(to: copy) { grown += 1 }
            let check = try await Session.open(copy, mode: .verifying)
            #expect(try await collect(check.verify()).map(\.message) == [])
            try await check.close()
        }
        writing.cancel()
        await writing.value
        _ = try await reader.backUp(to: copy)
        try await expectWhole(session, "end")
        try await reader.close()
        try await session.close()
    }
}
