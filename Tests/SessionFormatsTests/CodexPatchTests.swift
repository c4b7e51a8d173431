import Testing

@testable import SessionFormats

@Suite("Patches of Codex")
struct CodexPatchTests {
    private func apply(_ patch: String, to content: String) throws -> String? {
        let parsed = try #require(CodexPatch(Array(patch.utf8)))
        guard case .update(let hunks, _) = parsed.files[0].change else { return nil }
        return CodexPatch.apply(hunks, to: Array(content.utf8)).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    private func update(_ lines: String) -> String {
        "*** Begin Patch\n*** Update File: a\n\(lines)\n*** End Patch"
    }

    @Test func `hunks change the lines that they show, from the first to the last`() throws {
        #expect(try apply(update("@@\n a\n-b\n+B"), to: "a\nb\nc\n") == "a\nB\nc\n")
        #expect(try apply(update("@@ second\n-x\n+y"), to: "x\nsecond\nx\n") == "x\nsecond\ny\n")
        #expect(
            try apply(update("@@\n-x\n+y\n*** End of File"), to: "x\nx\n") == "x\ny\n")
        #expect(try apply(update("@@\n+z"), to: "a\n") == "a\nz\n")
        #expect(try apply(update("@@\n-a\n+b\n@@\n-c\n+d"), to: "a\nc\n") == "b\nd\n")
    }

    @Test func `what does not stand there is not guessed`() throws {
        #expect(try apply(update("@@\n-no\n+yes"), to: "a\n") == nil)
        #expect(try apply(update("@@ nowhere\n-a\n+b"), to: "a\n") == nil)
        #expect(try apply(update("@@\n-b\n+c\n@@\n-a\n+d"), to: "a\nb\n") == nil)
    }

    @Test func `a command may hold several patches, and an unfinished one counts as none`() throws {
        let text = """
            apply_patch <<'E'
            *** Begin Patch
            *** Add File: a
            +1
            *** End Patch
            E
            apply_patch <<'E'
            *** Begin Patch
            *** Delete File: b
            *** End Patch
            """
        let patch = try #require(CodexPatch(Array(text.utf8)))
        #expect(patch.files.map(\.path) == ["a", "b"])
        #expect(patch.listed(in: Array("Success.\nD b\n".utf8)).files.map(\.path) == ["b"])
        #expect(CodexPatch(Array(text.dropLast(20).utf8)) == nil)
        #expect(CodexPatch(Array("no patch".utf8)) == nil)
    }

    @Test(arguments: [
        ("@@ -2,1 +2,1 @@\n-b\n+B\n", "a\nb\nc\n", "a\nB\nc\n"),
        ("@@ -0,0 +1,2 @@\n+a\n+b\n", "", "a\nb\n"),
        ("@@ -1,2 +1,1 @@\n a\n-b\n", "a\nb\n", "a\n"),
        ("@@ -3,1 +3,1 @@\n-c\n\\ No newline at end of file\n+C\n", "a\nb\nc", "a\nb\nC\n"),
    ])
    func `a unified diff changes the lines of its places`(
        diff: String, old: String, new: String
    ) {
        #expect(CodexPatch.apply(diff: Array(diff.utf8), to: Array(old.utf8)) == Array(new.utf8))
    }

    @Test(arguments: [
        "@@ -2,1 +2,1 @@\n-x\n+B\n", "@@ -9,1 +9,1 @@\n-b\n+B\n", "@@ nonsense\n-b\n",
    ])
    func `a diff of another content is none of this one`(diff: String) {
        #expect(CodexPatch.apply(diff: Array(diff.utf8), to: Array("a\nb\n".utf8)) == nil)
    }
}
