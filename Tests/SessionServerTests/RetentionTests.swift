import Foundation
import JSONText
import SessionStore
import Synchronization
import Testing

@testable import SessionServer

@Suite("What nobody uses", .timeLimit(.minutes(3)))
struct RetentionTests {
    /// A clock that a test moves.
    private final class Clock: Sendable {
        private let days = Mutex(0)

        func pass(_ count: Int) { days.withLock { $0 += count } }

        var now: Timestamp {
            let day = 86_400_000_000
            return Timestamp(microseconds: 1_800_000_000_000_000 + days.withLock { $0 } * day)
        }
    }

    @Test
    func `a session goes when its days are over, unless it is held or was used`() async throws {
        let clock = Clock()
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "retention-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let sources = SystemSources(clock: { clock.now })
        let projects = try await Projects.open(folder, sources)
        let ana = Caller(user: "ana")
        let project = try await projects.create("Ours", by: ana)
        let options = SessionOptions(clock: { clock.now })
        var ids: [String] = []
        for title in ["old", "held", "used"] {
            let id = sources.id()
            let path = project.folder.path(of: "\(id).session")
            let session = try await Session.create(at: path, title: title, id: id, options: options)
            if title == "held" { try await session.hold(reason: "case", by: ana.actor) }
            try await session.close()
            ids.append(id)
        }
        let pool = SessionPool(limit: 10) { clock.now }
        func retention() -> Retention { Retention(project: project, pool: pool, now: clock.now) }

        clock.pass(89)
        #expect(try await retention().due().isEmpty)
        try await project.record([
            .entry(.entryRead, ids[2], by: ana.actor).with(occurredAt: clock.now)
        ])
        clock.pass(2)
        let due = try await retention().due()
        #expect(Set(due.map(\.title)) == ["old", "held"])
        #expect(due.filter(\.isHeld).map(\.title) == ["held"])
        #expect(try await retention().run().map(\.session) == [ids[0]])
        #expect(try project.folder.files().count == 2)
        #expect(try await retention().run().isEmpty)
        let log = project.log.events(on: .main, order: .descending, limit: 1)
        for try await event in log {
            #expect(event.kind == .entryDeleted && event.subject == ids[0])
            #expect(event.actor == .system && event.body["retentionDays"]?.int == 90)
        }
        #expect(try await SessionBin(project, now: sources.now).giveBack(ids[0]) != nil)
        try await project.record([.setting(ProjectFacts.retention, 0, by: ana.actor)])
        clock.pass(10_000)
        #expect(try await retention().due().isEmpty)
        await pool.closeAll()
        try await projects.close()
    }

    @Test
    func `an owner sets the days, and everybody sees what would go`() async throws {
        try await ServerBox.run { box in
            let (ana, rob) = (try await box.user("ana"), try await box.user("rob"))
            let project = try await box.project("Ours", of: ana)
            let path = "/api/projects/\(project)/retention"
            _ = try await box.send(
                .put, "/api/projects/\(project)/members/rob", ["role": "writer"], by: ana)
            let standard = try await box.send(.get, path, by: rob)
            #expect(standard.json["days"]?.int == 90)
            #expect(try await box.send(.put, path, ["days": 7], by: rob).status == 403)
            #expect(try await box.send(.put, path, ["days": 7], by: ana).status == 200)
            #expect(try await box.send(.get, path, by: rob).json["days"]?.int == 7)
            for days: JSON in [-1, "7", .null, 40_000] {
                #expect(try await box.send(.put, path, ["days": days], by: ana).status == 400)
            }
        }
    }
}
