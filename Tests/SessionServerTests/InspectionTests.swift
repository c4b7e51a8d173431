import Foundation
import SessionStore
import Testing

@testable import SessionServer

@Suite("Sessions that are looked at where they lie", .timeLimit(.minutes(2)))
struct InspectionTests {
    /// A folder with two sessions, and a server that shows it to ana.
    private func inspecting(
        _ body: @Sendable (ServerBox, ServerBox.User, _ folder: String) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "inspected-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in ["one", "two"] {
            let session = try await Session.create(
                at: "\(folder)/\(name).session", title: name, by: .user("ana"))
            try await session.append(
                [.prompt("say \(name)", by: .user("ana"))], to: .main, expecting: .any)
            try await session.close()
        }
        try await ServerBox.run {
            $0.inspection = Inspection(folders: [folder], user: "ana")
        } _: { box in
            try await body(box, try await box.user("ana"), folder)
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(!left.contains { $0.hasPrefix(".copy-session-") }, "\(left)")
    }

    @Test
    func `they are found by their ids, changed in place, and nobody else sees them`()
        async throws
    {
        try await inspecting { box, ana, folder in
            let listed = try await box.send(.get, "/api/sessions?sort=title", by: ana)
            let rows = listed.json["sessions"]?.elements ?? []
            #expect(Set(rows.compactMap { $0["title"]?.string }) == ["one", "two"])
            let one = try #require(rows.first { $0["title"]?.string == "one" })
            let id = try #require(one["session"]?.string)
            try await box.append([ServerBox.prompt("more")], to: id, by: ana)
            try await Session.use("\(folder)/one.session") { session in
                let state = try await session.state(at: .named(.main))
                #expect(state.preview.prompts == 2)
            }
            let ben = try await box.user("ben")
            #expect(try await box.send(.get, "/api/sessions/\(id)", by: ben).status == 404)
            let copy = try await box.send(
                .post, "/api/sessions/\(id)/duplicate", ["title": "copy"], by: ana)
            #expect(copy.status == 201, "\(copy.text)")
        }
    }

    @Test
    func `a file that another one took the place of is not shown as the first`() async throws {
        try await inspecting { box, ana, folder in
            let listed = try await box.send(.get, "/api/sessions?sort=title", by: ana)
            let rows = listed.json["sessions"]?.elements ?? []
            func id(_ title: String) throws -> String {
                let row = try #require(rows.first { $0["title"]?.string == title })
                return try #require(row["session"]?.string)
            }
            let (one, two) = (try id("one"), try id("two"))
            #expect(try await box.send(.get, "/api/sessions/\(one)/info", by: ana).status == 200)
            await box.server.store.pool.closeAll()
            try FileManager.default.removeItem(atPath: "\(folder)/one.session")
            try FileManager.default.moveItem(
                atPath: "\(folder)/two.session", toPath: "\(folder)/one.session")
            #expect(try await box.send(.get, "/api/sessions/\(one)/info", by: ana).status == 404)
            let moved = try await box.send(.get, "/api/sessions/\(two)/info", by: ana)
            #expect(moved.json["session"]?.string == two, "\(moved.text)")
        }
    }

    /// A person's own folder is nothing to tidy up, however old what is in it.
    @Test
    func `nothing of them goes by itself`() async throws {
        try await inspecting { box, ana, _ in
            let project = try #require(box.server.store.projects.all.first)
            #expect(project.isInspected)
            let rule = try await box.send(
                .get, "/api/projects/\(project.id)/retention", by: ana)
            #expect(rule.json["days"]?.int == 0 && rule.json["due"]?.elements.isEmpty == true)
        }
    }
}
