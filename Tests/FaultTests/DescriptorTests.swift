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
}
