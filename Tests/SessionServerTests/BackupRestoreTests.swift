import Foundation
import JSONText
import SessionStore
import Testing

@testable import SessionServer

@Suite("Restoring a backup", .timeLimit(.minutes(3)))
struct BackupRestoreTests {
    private typealias Place = BackupTests.Place

    private func restored(_ place: Place) -> String { place.root + "/restored" }

    @Test
    func `a new server over a restored backup has what the old one had`() async throws {
        let place = try Place()
        let made = try await BackupTests.fill(place)
        try await place.run()
        let data = restored(place)
        let report = try await BackupRestore(from: place.target, to: data).run()
        #expect(report.files.count == 8 && report.failures.isEmpty && report.later == 0)
        #expect(try await place.ends(data) == place.ends(place.data))
        #expect(try FileManager.default.contentsOfDirectory(atPath: data) == ["projects"])
        // Copies that go their own ways are no longer compared by their epochs.
        let (old, new) = (made[0].1[0], data + made[0].1[0].dropFirst(place.data.count))
        var epochs: Set<UInt64?> = []
        for path in [old, new] {
            let session = try await Session.open(path, mode: .readOnly)
            epochs.insert(try await session.extent().epoch)
            try await session.close()
        }
        #expect(epochs.count == 2)
        let project = made[0].0.id
        try await ServerBox.run {
            $0.data = data
        } _: { box in
            let ana = try await box.user("ana")
            let list = try await box.send(.get, "/api/sessions?project=\(project)", by: ana)
            #expect(list.json["sessions"]?.elements.count == 3)
            let members = try await box.send(
                .get, "/api/projects/\(project)/members", by: ana)
            #expect(members.json["members"]?.elements.first?["role"]?.string == "owner")
        }
        let again = await #expect(throws: SessionError.self) {
            try await BackupRestore(from: place.target, to: data).run()
        }
        #expect(again?.code == .fileExists)
    }

    @Test
    func `at a time everything is what it was then`() async throws {
        let place = try Place()
        let made = try await BackupTests.fill(place)
        let (project, paths) = made[0]
        place.pass(100)
        let then = place.now
        let before = try await place.ends(place.data)
        place.pass(100)
        try await BackupTests.append("later", to: paths[0], place)
        let late = try await Session.create(
            at: project.folder.path(of: "late.session"), options: place.options)
        try await late.close()
        // Deleted later, so that it was there then; another one was deleted before.
        let id = String(paths[1].split(separator: "/").last?.dropLast(8) ?? "")
        try await SessionBin(project, now: Date(place.now)).take(paths[1], id: id)
        let log = try await Session.open(
            "\(place.data)/projects/\(project.id).session", options: place.options)
        try await log.append(
            [.entry(.entryDeleted, id, by: .user("ana"))], to: .main, expecting: .any)
        try await log.close()
        try await place.run()
        var restore = BackupRestore(from: place.target, to: restored(place))
        restore.time = then
        let report = try await restore.run()
        #expect(report.later == 1 && report.failures.isEmpty)
        #expect(try await place.ends(restored(place)) == before)
        try FileManager.default.removeItem(atPath: restored(place))
        restore.time = place.now
        #expect(try await restore.run().later == 0)
        #expect(try await place.ends(restored(place)) == place.ends(place.data))
        try FileManager.default.removeItem(atPath: restored(place))
        restore.time = Timestamp(microseconds: 0)
        let error = await #expect(throws: SessionError.self) { try await restore.run() }
        #expect(error?.code == .momentNotFound)
        let left = try FileManager.default.contentsOfDirectory(atPath: restored(place))
        #expect(left.isEmpty)
    }

    @Test
    func `one project or one session comes back where it is not, and nothing is changed`()
        async throws
    {
        let place = try Place()
        let made = try await BackupTests.fill(place)
        try await place.run()
        let (project, paths) = made[0]
        let file = BackupTests.name(paths[0], place)
        let session = try #require(file.split(separator: "/").last?.dropLast(8)).description
        let before = try await place.ends(place.data)
        func restore(_ change: (inout BackupRestore) -> Void) async throws -> RestoreReport {
            var restore = BackupRestore(from: place.target, to: place.data)
            change(&restore)
            return try await restore.run(by: .user("ana"))
        }
        for change: (inout BackupRestore) -> Void in [
            { _ in }, { $0.project = project.id }, { $0.session = session },
        ] {
            let error = await #expect(throws: SessionError.self) { try await restore(change) }
            #expect(error?.code == .fileExists)
        }
        #expect(try await place.ends(place.data) == before)
        try FileManager.default.removeItem(atPath: paths[0])
        let one = try await restore { ($0.session, $0.position) = (session, 5) }
        #expect(one.files.map(\.path) == [file] && one.files.map(\.position) == [5])
        let log = try await Session.open("\(place.data)/projects/\(project.id).session")
        let last = try await log.event(at: .named(.main))
        #expect(last.kind == .entryRestored && last.subject == session)
        #expect(last.actor == .user("ana"))
        try await log.close()
        for path in [paths[0], paths[1], paths[2], project.folder.path + ".session"] {
            try FileManager.default.removeItem(atPath: path)
        }
        try FileManager.default.removeItem(atPath: project.folder.path)
        let lost = await #expect(throws: SessionError.self) {
            try await restore { $0.session = session }
        }
        #expect(lost?.code == .fileNotFound)
        #expect(try await restore { $0.project = project.id }.files.count == 4)
        #expect(try await place.ends(place.data) == before)
        for (project, session) in [("x", nil), (nil, "x"), (project.id, project.id)] {
            let error = await #expect(throws: SessionError.self) {
                try await restore { ($0.project, $0.session) = (project, session) }
            }
            #expect(error?.code == .fileNotFound)
        }
    }

    @Test
    func `what is no backup is none`() async throws {
        let place = try Place()
        for folder in [place.root, place.root + "/nothing"] {
            let check = await #expect(throws: SessionError.self) {
                try await BackupCheck.run(folder)
            }
            let restore = await #expect(throws: SessionError.self) {
                try await BackupRestore(from: folder, to: restored(place)).run()
            }
            #expect(check?.code == .invalidInput && restore?.code == .invalidInput)
        }
        for text in ["", "{}", "[1]", #"{"version":2}"#, #"{"version":1,"begun":"x"}"#] {
            try Data(text.utf8).write(to: URL(filePath: place.root + "/backup.json"))
            await #expect(throws: SessionError.self) { try await BackupCheck.run(place.root) }
        }
        #expect(!FileManager.default.fileExists(atPath: restored(place)))
    }
}
