import Generators
import Testing

@testable import SessionStore

@Suite("Seals")
struct SealTests {
    private func key(_ name: String = "ana", seed: UInt64 = 1) throws -> SigningKey {
        var random = Seeded(state: seed)
        return try SigningKey(name: name) { count in
            (0..<count).map { _ in UInt8(random.number(0...255)) }
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `a seal fits whatever is written behind it, here and in copies`(seed: UInt64) async throws
    {
        let folder = try TemporaryFolder()
        let session = try await Session.create(at: folder.file("a.session"))
        var random = RandomSession(seed: seed, session: session)
        let key = try key()
        try await random.run(steps: 20)
        let sealed = try await session.info().events
        let note = try await session.seal(with: key)
        try await session.save(to: folder.file("copy.session"))
        try await session.fork("later", from: .head(of: .main))
        try await session.append(
            [.prompt("more", by: .user("ana"))], to: "later", expecting: .any)
        try await session.append(
            [.prompt("more", by: .user("ana"))], to: .main, expecting: .any)
        try await session.rename("later", to: "renamed")

        let check = try await session.checkSeals(by: [key.verifying], outside: [note.description])
        #expect(check.findings.isEmpty, "seed \(seed): \(check.findings)")
        #expect(check.seals.map(\.fits) == [true, true])
        #expect(check.covered == sealed + 1)
        #expect(check.firstNotCovered?.position == Position(sealed + 2))

        let copy = try await Session.open(folder.file("copy.session"), mode: .readOnly)
        let whole = try await copy.checkSeals(by: [key.verifying], outside: [note.description])
        #expect(whole.findings.isEmpty && whole.firstNotCovered == nil)
        #expect(whole.covered == whole.events)
        try await copy.close()
        try await session.close()
    }

    @Test func `an end that was cut off and a history written anew are found out`() async throws {
        let folder = try TemporaryFolder()
        let session = try await Session.create(at: folder.file("a.session"))
        try await session.append(
            [.prompt("one", by: .user("ana"))], to: .main, expecting: .any)
        let key = try key()
        try await session.seal(with: key)
        try await session.save(to: folder.file("cut.session"))
        try await session.save(to: folder.file("anew.session"))
        try await session.append(
            [.prompt("two", by: .user("ana"))], to: .main, expecting: .any)
        let note = try await session.seal(with: key).description
        try await session.close()

        let cut = try await Session.open(folder.file("cut.session"))
        let found = try await cut.checkSeals(by: [key.verifying], outside: [note])
        let finding = try #require(found.findings.first)
        #expect(found.findings.count == 1 && finding.kind == .brokenSeal)
        #expect(finding.message.contains("main had revision 3 when it was sealed and ends at 2"))
        #expect(found.seals.map(\.fits) == [true, false])
        try await cut.close()

        let anew = try await Session.open(folder.file("anew.session"))
        try await anew.append(
            [.prompt("another", by: .user("ana"))], to: .main, expecting: .any)
        let other = try await anew.checkSeals(by: [key.verifying], outside: [note])
        let message = try #require(other.findings.first?.message)
        #expect(message.contains("is another one now") || message.contains("ends at"))
        // The first event that the older seal does not cover.
        #expect(other.findings.first?.position == 4)
        #expect(other.firstNotCovered?.moment == "main@3")
        try await anew.close()
    }

    @Test func `no changed note fits`() async throws {
        let session = try await Session.inMemory()
        let key = try key()
        let note = try await session.seal(with: key).description
        for index in note.unicodeScalars.indices where note.unicodeScalars[index].isASCII {
            var scalars = note.unicodeScalars
            let other: Unicode.Scalar = scalars[index] == "B" ? "C" : "B"
            scalars.replaceSubrange(index...index, with: [other])
            let check = try await session.checkSeals(
                by: [key.verifying], outside: [String(scalars)])
            let outside = check.seals.filter { $0.position == nil }
            #expect(!check.findings.isEmpty, "\(String(scalars))")
            #expect(outside.allSatisfy { !$0.fits })
        }
        try await session.close()
    }

    @Test func `without a seal by the keys there is a finding at the first event`() async throws {
        let session = try await Session.inMemory()
        try await session.seal(with: key())
        let check = try await session.checkSeals(by: [key("bob", seed: 2).verifying])
        #expect(check.findings.count == 1 && check.findings.first?.position == 1)
        #expect(check.seals.isEmpty && check.covered == 0)
        let another = try await Session.inMemory()
        let note = try await another.seal(with: key()).description
        let foreign = try await session.checkSeals(by: [key().verifying], outside: [note])
        #expect(foreign.findings.first?.message.contains("it is of session") == true)
        try await session.close()
        try await another.close()
    }

    @Test func `an archived session can be sealed, and redaction leaves seals whole`() async throws
    {
        let folder = try TemporaryFolder()
        let session = try await Session.create(at: folder.file("a.session"))
        try await session.append(
            [.prompt("a secret", by: .user("ana"))], to: .main, expecting: .any)
        try await session.archive()
        let key = try key()
        try await session.seal(with: key)
        let sealed = try await session.checkSeals(by: [key.verifying])
        #expect(sealed.findings.isEmpty && sealed.covered == sealed.events)
        try await session.reopen()
        let plan = try await session.planRedaction(of: [.head(of: .main)])
        try await session.redact(plan, reason: "a test", by: .user("ana"))
        let check = try await session.checkSeals(by: [key.verifying])
        #expect(check.findings.isEmpty && check.covered == sealed.covered)
        try await session.close()
    }

    // MARK: Keys

    /// The example of Go's golang.org/x/mod/sumdb/note.
    @Test func `keys and notes are those of other tools`() throws {
        let secret =
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
        let key = try SigningKey(text: secret)
        #expect(key.text == secret)
        let publicText = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
        #expect(key.verifying.text == publicText)
        #expect(try VerifyingKey(text: publicText) == key.verifying)
        let text = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            """
        let note =
            text
            + "\n\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZ"
            + "SNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
        let read = try #require(SignedNote(note))
        #expect(read.text == text && read.description == note)
        #expect(key.verifying.accepts(read.signatures[0], of: text))
    }

    @Test func `texts that are no keys are errors that say so`() throws {
        let key = try key()
        for text in ["", "x", "ana+12+34", "PRIVATE+KEY+", key.text.dropLast(3).description] {
            #expect(throws: SessionError.self) { try VerifyingKey(text: text) }
            #expect(throws: SessionError.self) { try SigningKey(text: text) }
        }
        #expect(throws: SessionError.self) { try SigningKey(text: key.verifying.text) }
        #expect(try VerifyingKey(text: key.text + "\n") == key.verifying)
        for name in ["", "a b", "a+b", "a\nb", String(repeating: "x", count: 201)] {
            #expect(throws: SessionError.self) { try SigningKey(name: name) }
        }
    }
}
