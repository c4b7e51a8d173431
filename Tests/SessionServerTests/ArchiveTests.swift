import Foundation
import JSONText
import SessionStore
import Testing

@testable import SessionServer

/// Projects as archives, which the system's `tar` writes and reads, too.
@Suite("Projects in and out", .timeLimit(.minutes(3)))
struct ArchiveTests {
    private static func tar(_ arguments: [String]) throws -> String {
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["tar"] + arguments
        process.standardOutput = pipe
        try process.run()
        let output = String(
            decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return output
    }

    /// A folder for what a test writes beside a server.
    private static func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "archive-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    /// The digests of all branches' heads, of each session.
    private static func digests(_ box: ServerBox, _ ids: [String]) async throws -> [[EventDigest]] {
        var digests: [[EventDigest]] = []
        for id in ids {
            let found = try await box.server.store.find(
                id, for: Caller(user: "ana"), as: .reader)
            digests.append(
                try await box.server.store.pool.use(found.path) {
                    try await $0.branches().map(\.digest)
                })
        }
        return digests
    }

    /// A project with two sessions of some events, and its archive.
    private static func exported(_ box: ServerBox) async throws -> (
        project: String, ids: [String], bytes: [UInt8]
    ) {
        let ana = try await box.user("ana")
        let project = try await box.project("Ours", of: ana)
        var ids: [String] = []
        for title in ["One", "Two"] {
            let id = try await box.session(title, in: project, by: ana)
            try await box.append(
                [ServerBox.prompt("hello"), ServerBox.file("a.txt", "text\n")], to: id, by: ana)
            ids.append(id)
        }
        let out = try await box.send(.get, "/api/projects/\(project)/export", by: ana)
        #expect(out.status == 200)
        return (project, ids, out.bytes)
    }

    @Test
    func `tar reads a project, and unpacked it is one again`() async throws {
        try await ServerBox.run { box in
            let (project, ids, bytes) = try await Self.exported(box)
            let digests = try await Self.digests(box, ids)
            try await Self.withFolder { folder in
                let file = "\(folder)/project.tar"
                try Data(bytes).write(to: URL(filePath: file))
                let names = try Self.tar(["-tf", file]).split(separator: "\n").map(String.init)
                #expect(
                    Set(names)
                        == Set(
                            ["projects/\(project).session"]
                                + ids.map { "projects/\(project)/\($0).session" }))
                _ = try Self.tar(["-xf", file, "-C", folder])
                for (id, expected) in zip(ids, digests) {
                    try await Session.useOne("\(folder)/projects/\(project)/\(id).session") {
                        #expect(try await $0.branches().map(\.digest) == expected)
                        for try await finding in $0.verify() { Issue.record("\(finding)") }
                    }
                }
                let data = try await ServerData.open(folder)
                #expect(try await data.members().map(\.members) == [["ana": "owner"]])
                try await data.close()
            }
        }
    }

    @Test
    func `a project that went out comes into another server, and never twice`() async throws {
        try await ServerBox.run { box in
            let (project, ids, bytes) = try await Self.exported(box)
            let digests = try await Self.digests(box, ids)
            let ana = try await box.user("ana")
            let again = try await box.send(.post, "/api/project-imports", bytes: bytes, by: ana)
            #expect(again.status == 409 && again.code == "projectExists")
            let copy = try await box.send(
                .post, "/api/project-imports?duplicate=true", bytes: bytes, by: ana)
            #expect(copy.status == 201 && copy.json["project"]?.string != project)
            let other = copy.json["project"]?.string ?? ""
            let list = try await box.send(.get, "/api/sessions?project=\(other)", by: ana)
            let copies = list.json["sessions"]?.elements.compactMap { $0["session"]?.string } ?? []
            #expect(copies.count == 2 && Set(copies).isDisjoint(with: ids))

            try await ServerBox.run { second in
                let rob = try await second.user("rob")
                let made = try await second.send(
                    .post, "/api/project-imports", bytes: bytes, by: rob)
                #expect(made.status == 201 && made.json["sessions"]?.int == 2)
                #expect(try await Self.digests(second, ids) == digests)
                let members = try await second.send(
                    .get, "/api/projects/\(project)/members", by: rob)
                let users = members.json["members"]?.elements.compactMap { $0["user"]?.string }
                #expect(users == ["ana", "rob"])
                #expect(try ExchangeTests.staged(second).isEmpty)
            }
        }
    }

    @Test
    func `what is no project's archive changes nothing`() async throws {
        try await ServerBox.run { box in
            let (project, ids, bytes) = try await Self.exported(box)
            let rob = try await box.user("rob")
            func refuse(_ bytes: [UInt8], _ what: String) async throws {
                let reply = try await box.send(
                    .post, "/api/project-imports?duplicate=true", bytes: bytes, by: rob)
                #expect(reply.status == 400, "\(what): \(reply.text)")
            }
            for size in [1, 511, 512, 1024, 1700, bytes.count / 2, bytes.count - 1024] {
                try await refuse(Array(bytes.prefix(size)), "cut at \(size)")
            }
            try await refuse(Array("no archive".utf8), "text")
            try await refuse(Array(repeating: 0, count: 2048), "empty")
            var damaged = bytes
            let text = try #require(Data(bytes).range(of: Data("hello".utf8), options: .backwards))
            damaged[text.lowerBound] ^= 0xFF
            try await refuse(damaged, "a changed byte")
            for path in [
                "../x.session", "/etc/passwd", "projects/../../x.session", "projects/x.session",
                "projects/\(project)/../\(ids[0]).session", "projects/\(project)/a/b.session", "",
                "keys/x.key", "projects/\(project)/\(ids[0]).session-wal",
            ] {
                let strange =
                    Tar.header(of: path, size: 1, modified: 0) + [1] + Tar.padding(after: 1)
                try await refuse(strange + bytes, path)
            }
            try await refuse(bytes.dropLast(1024) + bytes, "twice")
            let projects = try await box.send(.get, "/api/projects", by: rob)
            #expect(projects.json["projects"]?.elements.isEmpty == true)
            #expect(try ExchangeTests.staged(box).isEmpty)
        }
    }

    /// Links, folders and devices in an archive are passed over: only files count.
    @Test
    func `a link in an archive leads nowhere`() async throws {
        try await ServerBox.run { box in
            let (project, ids, bytes) = try await Self.exported(box)
            try await Self.withFolder { folder in
                try Data(bytes).write(to: URL(filePath: "\(folder)/project.tar"))
                _ = try Self.tar(["-xf", "\(folder)/project.tar", "-C", folder])
                let file = "\(folder)/projects/\(project)/\(ids[0]).session"
                try FileManager.default.removeItem(atPath: file)
                try FileManager.default.createSymbolicLink(
                    atPath: file, withDestinationPath: "/etc/passwd")
                _ = try Self.tar(
                    ["-cf", "\(folder)/linked.tar", "--format=ustar", "-C", folder, "projects"])
                let linked = [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/linked.tar")))
                let ana = try await box.user("ana")
                let reply = try await box.send(
                    .post, "/api/project-imports?duplicate=true", bytes: linked, by: ana)
                #expect(reply.status == 201 && reply.json["sessions"]?.int == 1)
            }
        }
    }

    @Test(arguments: [
        "a", String(repeating: "long/", count: 60) + "ä😀.txt", "with space\tand tab",
    ])
    func `tar and the reader take what is written, whatever the path`(path: String) async throws {
        try await Self.withFolder { folder in
            let content = Array("content".utf8)
            let bytes =
                Tar.header(of: path, size: content.count, modified: 1_700_000_000) + content
                + Tar.padding(after: content.count) + Tar.end
            let file = "\(folder)/x.tar"
            try Data(bytes).write(to: URL(filePath: file))
            #expect(try Self.tar(["-xOf", file]) == "content")
            let names = try Self.tar(["--quoting-style=literal", "-tf", file])
            #expect(names == path + "\n")
            let handle = try FileHandle(forReadingFrom: URL(filePath: file))
            defer { try? handle.close() }
            var reader = TarReader(handle)
            let entry = try #require(try reader.next())
            #expect(entry.path == path && entry.size == content.count)
            #expect(try reader.next() == nil)
        }
    }
}
