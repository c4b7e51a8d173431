import Foundation
import Testing

@Suite("session key, seal and verify --key")
struct SealVerbTests {
    @Test func `a sealed session is checked with the public key`() throws {
        let box = try Sandbox()
        try box.makeSession()
        #expect(try box.session("key", "ana").status == 0)
        let mode =
            try FileManager.default.attributesOfItem(
                atPath: box.folder.appending(path: "ana.key").path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let again = try box.session("key", "ana")
        #expect(again.status == 4 && again.errors.contains("File exists"))

        let sealed = try box.shell("session seal a.session --key ana.key > a.seal")
        #expect(sealed.status == 0, "\(sealed.errors)")
        let fine = try box.session(
            "verify", "a.session", "--key", "ana.key.pub", "--seal", "a.seal")
        #expect(fine.status == 0, "\(fine.output)\(fine.errors)")
        #expect(fine.lines.last == "a.session: no findings")
        #expect(fine.lines.first?.hasPrefix("sealed by ana") == true)
        let log = try box.session("log", "a.session", "--limit", "1")
        #expect(log.output.contains("8 events by ana"), "\(log.output)")
    }

    @Test func `what does not fit ends with 1 and names the first event not covered`() throws {
        let box = try Sandbox()
        try box.makeSession()
        try box.session("key", "ana")
        try box.session("key", "bob")
        try box.session("copy", "a.session", "before.session")
        try box.session("append", "a.session", input: Sandbox.file("x", "y"))
        #expect(try box.shell("session seal a.session --key ana.key > a.seal").status == 0)

        let cut = try box.session(
            "verify", "before.session", "--key", "ana.key.pub", "--seal", "a.seal")
        #expect(cut.status == 1)
        #expect(cut.output.contains("main had revision 9 when it was sealed and ends at 8 now"))
        #expect(cut.output.contains("the first event that no seal covers is #1"))
        let other = try box.session("verify", "a.session", "--key", "bob.key.pub", "--json")
        #expect(other.status == 1 && other.output.contains("\"brokenSeal\""))
        #expect(try box.session("verify", "a.session", "--seal", "a.seal").status == 2)
        #expect(try box.session("verify", "a.session", "--key", "none.pub").status == 3)
        #expect(try box.session("seal", "a.session", "--key", "ana.key.pub").status == 2)
    }
}
