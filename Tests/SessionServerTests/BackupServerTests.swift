import Foundation
import JSONText
import Logging
import SessionStore
import Testing

@testable import SessionServer

@Suite("A server's backups", .timeLimit(.minutes(3)))
struct BackupServerTests {
    private typealias Place = BackupTests.Place

    @Test
    func `a backup runs when it is due, and again when its hours are over`() async throws {
        let place = try Place()
        let made = try await BackupTests.fill(place, sessions: 1)
        let failures = FailureCount()
        func schedule() throws -> BackupSchedule {
            BackupSchedule(
                try Backup(of: place.data, in: place.target, sources: place.sources), hours: 6,
                failures: failures, logger: Logger(label: "test"), clock: { place.now })
        }
        func begun() throws -> Timestamp? {
            try BackupManifest.read(place.target + "/backup.json")?.begun
        }
        func look(_ schedule: BackupSchedule) async {
            await schedule.look()
            await schedule.wait()
        }
        let first = try schedule()
        let start = place.now
        await look(first)
        #expect(try begun() == start)
        place.pass(6 * 3600 - 1)
        await look(first)
        // A server that was started anew goes on from there.
        await look(try schedule())
        #expect(try begun() == start)
        place.pass(1)
        await look(first)
        #expect(try begun() == place.now && failures.value == 0)
        place.pass(6 * 3600)
        let path = made[0].1[0]
        try Data("no session".utf8).write(to: URL(filePath: path))
        await look(first)
        #expect(failures.value == 1)
        try FileManager.default.removeItem(atPath: place.data + "/projects")
        place.pass(6 * 3600)
        await look(first)
        #expect(failures.value == 2)
        // Not at every look.
        await look(first)
        #expect(failures.value == 2)
        await first.finish()
    }

    @Test
    func `owners see what a backup has still, and nobody where it lies`() async throws {
        let place = try Place()
        try await ServerBox.run { box in
            let (ana, rob) = (try await box.user("ana"), try await box.user("rob"))
            let project = try await box.project("Ours", of: ana)
            let other = try await box.project("Others", of: ana)
            let path = "/api/projects/\(project)/backups"
            for role in ["reader", "writer"] {
                _ = try await box.send(
                    .put, "/api/projects/\(project)/members/rob", ["role": .string(role)],
                    by: ana)
                #expect(try await box.send(.get, path, by: rob).status == 403)
            }
            let erased = try await box.session("One", in: project, by: ana)
            let kept = try await box.session("Two", in: project, by: ana)
            try await box.append(
                [ServerBox.prompt("the word Quetzalcoatl")], to: erased, by: ana)
            // Its files are open, and a request writes meanwhile.
            async let written = box.append([ServerBox.prompt("more")], to: kept, by: ana)
            try await Backup(of: box.folder, in: place.target).run()
            _ = try await written
            #expect(try place.text(place.target).contains("Quetzalcoatl"))
            func list(_ project: String) async throws -> JSON {
                let reply = try await box.send(
                    .get, "/api/projects/\(project)/backups", by: ana)
                #expect(reply.status == 200)
                #expect(!reply.text.contains(place.root) && !reply.text.contains(box.folder))
                let backups = try #require(reply.json["backups"]?.elements)
                #expect(backups.count == 1 && backups[0]["name"]?.string == "target")
                return backups[0]
            }
            let before = try await list(project)
            #expect(before["behind"]?.elements.isEmpty == true && before["sessions"]?.int == 2)
            #expect(before["ended"]?.string != nil && before["failures"]?.int == 0)
            let redacted = try await box.send(
                .post, "/api/sessions/\(erased)/redactions",
                ["text": "Quetzalcoatl", "reason": "asked for", "commit": true], by: ana)
            #expect(redacted.status == 200, "\(redacted.text)")
            let behind = try await list(project)["behind"]?.elements ?? []
            #expect(behind.map { $0["session"]?.string } == [erased])
            #expect(behind.map { $0["reason"]?.string } == ["erased"])
            #expect(try await list(other)["behind"]?.elements.isEmpty == true)
            try await Backup(of: box.folder, in: place.target).run()
            #expect(try await list(project)["behind"]?.elements.isEmpty == true)
            #expect(try !place.text(place.target).contains("Quetzalcoatl"))
            #expect(try await BackupCheck.run(place.target).findings == [])
        }
    }

    @Test
    func `a server with a target backs up by itself`() async throws {
        let place = try Place()
        try await ServerBox.run {
            $0.backup = place.target
        } _: { box in
            for _ in 0..<200 {
                let known = try BackupManifest.read(place.target + "/backup.json")
                if known?.ended != nil { break }
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(try await place.ends(place.target).count == 1)
            let metrics = try await box.send(.get, "/metrics", by: nil)
            #expect(metrics.text.contains("session_store_backup_failures 0.0"))
        }
    }

    @Test
    func `a backup that is to lie in the data keeps a server from starting`() async throws {
        let place = try Place()
        var options = ServerOptions(data: place.data)
        options.backup = place.data + "/backup"
        await #expect(throws: SessionError.self) { try await SessionServer.open(options) }
    }
}
