import Foundation
import SessionStore
import Testing

@Suite("Out of descriptors")
struct DescriptorTests {
    @Test func `opening says so, and what is open goes on`() async throws {
        let folder = try Folder()
        for name in ["a.session", "b.session"] {
            try await Session.create(at: folder.file(name)).close()
        }
        let run = try await Program.run(
            "append-worker",
            [folder.file("a.session"), "--crowding", folder.file("b.session"), "--count", "20"],
            in: folder, as: ["prlimit", "--nofile=64"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.failures == ["tooManyFiles"])
        #expect(run.lines.last == "closed")
        let session = try await Session.open(folder.file("a.session"))
        #expect(try await session.branches()[0].head == 21)
        for try await finding in session.verify() { Issue.record("\(finding)") }
        try await session.close()
    }

    /// With a write-ahead log a connection of SQLite has three open: file, log and index. The one
    /// that read had two more; the lock is one. What read closes, but for the file: SQLite keeps
    /// that open for the next one, as long as another connection holds a lock on it.
    @Test(.timeLimit(.minutes(1)))
    func `a session that nobody uses takes four descriptors, and goes on when it is used`()
        async throws
    {
        let folder = try Folder()
        let path = folder.file("a.session")
        let session = try await Session.create(at: path)
        for round in 1...2 {
            _ = try await session.state(at: .named(.main))
            try await session.append(
                [.prompt("p\(round)", by: .user("ana"))], to: .main, expecting: .any)
            #expect(Self.descriptors(of: path) == 6)
            while Self.descriptors(of: path) > 4 { try await Task.sleep(for: .milliseconds(20)) }
            #expect(Self.descriptors(of: path) == 4)
        }
        #expect(try await session.branches()[0].head == 3)
        try await session.close()
        #expect(Self.descriptors(of: path) == 0)
        let names = try FileManager.default.contentsOfDirectory(
            atPath: URL(filePath: path).deletingLastPathComponent().path)
        #expect(names.filter { $0.hasPrefix("a.session") } == ["a.session"])
    }

    /// Of this process, by the names of what they are open on.
    private static func descriptors(of path: String) -> Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return names.count { name in
            let target = try? FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/self/fd/\(name)")
            return target.map { URL(filePath: $0).lastPathComponent.hasPrefix("a.session") }
                ?? false
                && target?.hasPrefix(URL(filePath: path).deletingLastPathComponent().path) == true
        }
    }
}
