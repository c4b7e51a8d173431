import Foundation
import JSONText
import Platform
import SessionStore
import Synchronization
import Testing

@testable import SessionServer

@Suite("Backups", .timeLimit(.minutes(3)))
struct BackupTests {
    /// A server's data and where they are backed up to, with a clock that a test moves: ahead of
    /// the system's, which projects' logs are written by.
    final class Place: Sendable {
        let root: String
        private let seconds = Mutex(0)

        init() throws {
            root =
                FileManager.default.temporaryDirectory
                .appending(path: "backup-\(UUID().uuidString)").path
            try FileManager.default.createDirectory(
                atPath: root, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(atPath: root) }

        var data: String { root + "/data" }
        var target: String { root + "/target" }

        func pass(_ count: Int) { seconds.withLock { $0 += count } }

        var now: Timestamp {
            let passed = seconds.withLock { $0 }
            return Timestamp(microseconds: 4_102_444_800_000_000 + passed * 1_000_000)
        }

        var sources: SystemSources { SystemSources(clock: { self.now }) }
        var options: SessionOptions { SessionOptions(clock: { self.now }) }

        @discardableResult
        func run() async throws -> BackupReport {
            try await Backup(of: data, in: target, sources: sources).run()
        }

        /// The digest of the last event of each file, by path.
        func ends(_ folder: String) async throws -> [String: String] {
            var found: [String: String] = [:]
            for file in try BackupFiles(root: folder).all() {
                let session = try await Session.open("\(folder)/\(file)", mode: .verifying)
                #expect(try await Self.findings(session) == [], "\(file)")
                let extent = try await session.extent()
                found[file] = "\(session.id) \(extent.position) \(extent.digest)"
                try await session.close()
            }
            return found
        }

        static func findings(_ session: Session) async throws -> [String] {
            var found: [String] = []
            for try await finding in session.verify() { found.append(finding.message) }
            return found
        }

        /// Every byte of every file below a folder, as text.
        func text(_ folder: String) throws -> String {
            let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
            return names.compactMap {
                FileManager.default.contents(atPath: "\(folder)/\($0)").map {
                    String(decoding: $0, as: UTF8.self)
                }
            }.joined()
        }
    }

    /// Two projects with sessions of some events each.
    static func fill(_ place: Place, sessions: Int = 3) async throws -> [(Project, [String])] {
        let projects = try await Projects.open(place.data, place.sources)
        var made: [(Project, [String])] = []
        for name in ["Ours", "Theirs"] {
            let project = try await projects.create(name, by: Caller(user: "ana"))
            var paths: [String] = []
            for number in 0..<sessions {
                let id = place.sources.id()
                let path = project.path(of: id)
                let session = try await Session.create(
                    at: path, title: "\(name) \(number)", id: id, options: place.options)
                try await Self.append((0..<20).map { "text \($0) of \(name)" }, to: session)
                try await session.close()
                paths.append(path)
            }
            made.append((project, paths))
        }
        try await projects.close()
        return made
    }

    private static func append(_ texts: [String], to session: Session) async throws {
        try await session.append(
            texts.map { .prompt($0, by: .user("ana")) }, to: .main, expecting: .any)
    }

    static func append(_ text: String, to path: String, _ place: Place) async throws {
        let session = try await Session.open(path, options: place.options)
        try await append([text], to: session)
        try await session.close()
    }

    static func name(_ path: String, _ place: Place) -> String {
        String(path.dropFirst(place.data.count + 1))
    }

    @Test
    func `a run carries what is new, and digests are equal`() async throws {
        let place = try Place()
        let made = try await Self.fill(place)
        let first = try await place.run()
        #expect(first.whole == 8 && first.grown == 0 && first.failures.isEmpty)
        #expect(try await place.ends(place.target) == place.ends(place.data))
        try await Self.append("one more", to: made[0].1[0], place)
        let second = try await place.run()
        #expect(second.grown == 1 && second.events == 1 && second.whole == 0)
        #expect(second.unchanged == 7 && second.bytes > 0 && second.bytes < 500)
        #expect(try await place.ends(place.target) == place.ends(place.data))
        #expect(try await place.run().unchanged == 8)
        // It is a folder of data itself, and has neither keys nor an index.
        let names = try FileManager.default.contentsOfDirectory(atPath: place.target).sorted()
        #expect(names == ["backup.json", "projects"])
        let copy = try await Projects.open(place.target, place.sources)
        #expect(copy.all.map(\.id) == made.map(\.0.id).sorted())
        try await copy.close()
    }

    @Test
    func `an erasure reaches the backup at the next run, and until then it is listed as behind`()
        async throws
    {
        let place = try Place()
        let made = try await Self.fill(place)
        let path = made[0].1[1]
        try await Self.append("the word Quetzalcoatl", to: path, place)
        try await place.run()
        #expect(try place.text(place.target).contains("Quetzalcoatl"))
        func behind(_ project: Int) async throws -> [BackupLag.Behind] {
            let known = KnownBackups(place.data).all()
            #expect(known.map(\.target) == [Backup.resolved(place.target)])
            return try await BackupLag(place.data).sessions(of: made[project].0.id, in: known[0])
        }
        #expect(try await behind(0) == [])
        let session = try await Session.open(path, options: place.options)
        // One that is compacted has no erasure to hand on.
        let other = try await Session.open(made[0].1[0], options: place.options)
        _ = try await other.compact()
        try await other.close()
        #expect(try await behind(0) == [])
        let plan = try await session.planRedaction(
            matching: RedactionPattern(text: "Quetzalcoatl"))
        try await session.redact(plan, reason: "asked for", by: .user("ana"))
        #expect(try await behind(0) == [.init(session: session.id, reason: .erased)])
        #expect(try await behind(1) == [])
        try await session.close()
        let report = try await place.run()
        #expect(report.whole == 2)
        #expect(try !place.text(place.target).contains("Quetzalcoatl"))
        #expect(try await behind(0) == [])
        #expect(try await BackupCheck.run(place.target).findings == [])
    }

    @Test
    func `a deleted session stays restorable in the backup, and one removed for good goes`()
        async throws
    {
        let place = try Place()
        let made = try await Self.fill(place)
        let (project, paths) = made[0]
        try await place.run()
        let id = String(paths[0].split(separator: "/").last?.dropLast(8) ?? "")
        place.pass(86_400)
        let bin = SessionBin(project, now: Date(place.now))
        try await bin.take(paths[0], id: id)
        let lag = BackupLag(place.data)
        func behind() async throws -> [BackupLag.Behind] {
            try await lag.sessions(of: project.id, in: KnownBackups(place.data).all()[0])
        }
        #expect(try await behind() == [])
        let moved = try await place.run()
        #expect(moved.removed == 0 && moved.unchanged == 8 && moved.whole == 0)
        let kept = "\(place.target)/projects/\(project.id)/.deleted/\(id).session"
        #expect(BackupFiles.modified(kept) == Date(place.now))
        #expect(try await place.ends(place.target) == place.ends(place.data))
        #expect(try bin.empty(before: Date.distantFuture) == [id])
        #expect(try await behind() == [.init(session: id, reason: .removed)])
        #expect(try await place.run().removed == 1)
        #expect(!FileManager.default.fileExists(atPath: kept))
        #expect(try await behind() == [])
    }

    @Test
    func `one damaged session stops no other, and its sound copy stays`() async throws {
        let place = try Place()
        let made = try await Self.fill(place)
        try await place.run()
        let before = try await place.ends(place.target)
        let path = made[0].1[0]
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        for index in bytes.count / 2..<bytes.count { bytes[index] ^= 0x55 }
        try Data(bytes).write(to: URL(filePath: path))
        try await Self.append("later", to: made[1].1[0], place)
        let report = try await place.run()
        #expect(report.failures.map(\.path) == [Self.name(path, place)])
        #expect(report.grown == 1 && report.unchanged == 6)
        var expected = before
        let grown = Self.name(made[1].1[0], place)
        let now = try await place.ends(place.target)
        expected[grown] = now[grown]
        #expect(now == expected && before[grown] != now[grown])
        let check = try await BackupCheck.run(place.target)
        #expect(check.findings == [] && check.files == 8)
        try Data("no session".utf8).write(to: URL(filePath: path))
        let lag = try await BackupLag(place.data).sessions(
            of: made[0].0.id, in: KnownBackups(place.data).all()[0])
        #expect(lag.map(\.reason) == [.unreadable])
        #expect(KnownBackups(place.data).all()[0].failures.map(\.path) == [Self.name(path, place)])
    }

    @Test(arguments: ["flipped", "missing", "other", "older"])
    func `damage in the backup is found`(how: String) async throws {
        let place = try Place()
        let made = try await Self.fill(place, sessions: 1)
        try await place.run()
        #expect(try await BackupCheck.run(place.target).findings == [])
        let file = Self.name(made[0].1[0], place)
        let path = "\(place.target)/\(file)"
        switch how {
        case "flipped":
            var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
            for index in bytes.count / 2..<bytes.count / 2 + 2048 { bytes[index] ^= 1 }
            try Data(bytes).write(to: URL(filePath: path))
        case "missing": try FileManager.default.removeItem(atPath: path)
        case "other":
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.copyItem(
                atPath: "\(place.target)/\(Self.name(made[1].1[0], place))", toPath: path)
        default:
            let old = place.root + "/old.session"
            let session = try await Session.open(path, mode: .readOnly)
            try await session.save(to: old, upTo: 5)
            try await session.close()
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.moveItem(atPath: old, toPath: path)
        }
        let findings = try await BackupCheck.run(place.target).findings
        #expect(!findings.isEmpty && findings.allSatisfy { $0.path == file }, "\(findings)")
        let report = try await BackupRestore(from: place.target, to: place.root + "/new").run()
        #expect(report.failures.map(\.path) == [file])
        #expect(report.files.count == 3)
        // As the finding says: without the file the next run copies it anew.
        try? FileManager.default.removeItem(atPath: path)
        #expect(try await place.run().whole == 1)
        #expect(try await BackupCheck.run(place.target).findings == [])
    }

    @Test
    func `a place that is something else's is refused`() async throws {
        let place = try Place()
        _ = try await Self.fill(place, sessions: 1)
        for target in [place.data, place.data + "/backup", place.root, place.root + "/x/../data/y"]
        {
            #expect(throws: SessionError.self, "\(target)") {
                try Backup(of: place.data, in: target)
            }
        }
        try FileManager.default.createSymbolicLink(
            atPath: place.root + "/link", withDestinationPath: place.data)
        #expect(throws: SessionError.self) {
            try Backup(of: place.data, in: place.root + "/link/backup")
        }
        try FileManager.default.createDirectory(
            atPath: place.target, withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: URL(filePath: place.target + "/file"))
        let other = await #expect(throws: SessionError.self) { try await place.run() }
        #expect(other?.code == .invalidInput)
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.target) == ["file"])
        try FileManager.default.removeItem(atPath: place.target)
        try await place.run()
        // A disk that is away looks like a server without sessions.
        try FileManager.default.removeItem(atPath: place.data + "/projects")
        try FileManager.default.createDirectory(
            atPath: place.data + "/projects", withIntermediateDirectories: true)
        let empty = await #expect(throws: SessionError.self) { try await place.run() }
        #expect(empty?.code == .invalidInput)
        #expect(try BackupFiles(root: place.target).all().count == 4)
    }

    @Test
    func `a session that is deleted while a run is under way is in one place`() async throws {
        let place = try Place()
        let (project, paths) = try await Self.fill(place)[0]
        let bin = project.folder.path(of: BackupFiles.bin)
        try FileManager.default.createDirectory(
            atPath: bin, withIntermediateDirectories: true)
        let deleted = bin + "/" + URL(filePath: paths[0]).lastPathComponent
        for (from, to) in [(paths[0], deleted), (deleted, paths[0])] {
            try await Backup(of: place.data, in: place.target, sources: place.sources).run {
                guard $0 == $1 else { return }
                try? FileManager.default.moveItem(atPath: from, toPath: to)
            }
            #expect(try await place.ends(place.target) == place.ends(place.data))
            let check = try await BackupCheck.run(place.target)
            #expect(check.findings == [] && check.unnamed == 0 && check.files == 8)
        }
    }

    @Test
    func `a run goes on from what a killed one left`() async throws {
        let place = try Place()
        let made = try await Self.fill(place)
        try await place.run()
        // It said that it begins, and came as far as one session.
        var manifest = try BackupManifest.required(in: place.target)
        manifest.ended = nil
        try manifest.write(place.target + "/backup.json")
        try await Self.append("new", to: made[0].1[0], place)
        let session = try await Session.open(made[0].1[0], mode: .readOnly)
        _ = try await session.backUp(to: "\(place.target)/\(Self.name(made[0].1[0], place))")
        let extra = "\(place.target)/projects/\(made[0].0.id)"
        try await session.save(to: extra + "/extra.session")
        for name in [".x.session.new-abc", ".session-index"] {
            try Data("draft".utf8).write(to: URL(filePath: "\(extra)/\(name)"))
        }
        try await session.close()
        let check = try await BackupCheck.run(place.target)
        #expect(check.ended == nil && check.findings == [] && check.unnamed == 1)
        let report = try await place.run()
        #expect(report.unchanged == 8 && report.removed == 1)
        #expect(try await place.ends(place.target) == place.ends(place.data))
        let names = try FileManager.default.subpathsOfDirectory(atPath: place.target)
        #expect(!names.contains { $0.contains("/.") || $0.hasSuffix("-wal") })
    }

    @Test
    func `one run or restoring at a time works in a folder`() async throws {
        let place = try Place()
        _ = try await Self.fill(place, sessions: 1)
        try await place.run()
        let before = try place.text(place.target)
        for folder in [place.target, place.root + "/new"] {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            let lock = try #require(FolderLock(folder))
            let error = await #expect(throws: SessionError.self) {
                if folder == place.target {
                    try await place.run()
                } else {
                    _ = try await BackupRestore(from: place.target, to: folder).run()
                }
            }
            #expect(error?.code == .busy)
            withExtendedLifetime(lock) {}
        }
        #expect(try place.text(place.target) == before)
        try await place.run()
    }

    @Test
    func `a manifest leads nowhere else`() throws {
        let good = ["projects/a.session", "projects/a/b.session", "projects/a/.deleted/b.session"]
        let bad = [
            "", "a.session", "/projects/a.session", "projects/../a.session", "projects/.session",
            "projects/a/../../b.session", "projects/a/b/c.session",
            "projects/a/.deleted/c/d.session",
            "projects//a.session", "projects/a/.x.session", "projects/a/b.txt", "keys/k.session",
        ]
        for path in good { #expect(BackupFiles.isPath(path), "\(path)") }
        for path in bad { #expect(!BackupFiles.isPath(path), "\(path)") }
        #expect(BackupFiles.places(of: good[1]) == [good[1], good[2]])
        #expect(BackupFiles.places(of: good[2]) == [good[2], good[1]])
        #expect(good.map { BackupFiles.project(of: $0) } == ["a", "a", "a"])
    }
}
