import Foundation
import SessionStore
import Testing

@testable import SessionFormats

@Suite struct MarkdownTests {
    func markdown(_ drafts: [EventDraft]) async throws -> String {
        let session = try await Session.inMemory(
            options: SessionOptions(clock: { Timestamp(seconds: 1_773_480_600) }))
        try await session.append(
            drafts.map { $0.with(occurredAt: Timestamp("2026-03-14T09:30:00Z")) }, to: .main,
            expecting: .any)
        var bytes: [UInt8] = []
        try await MarkdownExporter(session).export { bytes += $0 }
        try await session.close()
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `a conversation reads from top to bottom`() async throws {
        let text = try await markdown([
            .title("Fix it", by: .system), .prompt("Why?", by: .user("ana")),
            EventDraft(ResponseReceived(text: "Because.", thinking: "Hm."), by: .model("m")),
            .toolCall("bash", arguments: ["command": "ls"], id: "1", by: .model("m")),
            .toolResult("a.txt", of: "bash", id: "1"),
            .file("a.txt", content: [0x78], by: .tool("bash")),
        ])
        let expected = """
            ## Prompt · ana · 2026-03-14 09:30

            Why?

            ## Answer · m · 2026-03-14 09:30

            <details><summary>Thinking</summary>

            Hm.

            </details>

            Because.

            **bash**

            - command: `ls`

            <details><summary>Result</summary>

            ```
            a.txt
            ```

            </details>

            > File changed: `a.txt`

            ## Files

            - `a.txt` — 1 bytes, revision 7

            """
        #expect(text.hasPrefix("# Fix it\n\n"))
        #expect(text.contains(expected), "\(text)")
    }

    @Test func `a fence is longer than any inside`() {
        #expect(MarkdownBlock.fenced("a\n````\nb", language: "md") == "`````md\na\n````\nb\n`````")
        #expect(MarkdownBlock.fenced("", language: "") == "```\n\n```")
    }

    @Test func `an answer that was not finished is one text, and says so`() async throws {
        func piece(_ number: Int, _ text: String) -> EventDraft {
            var draft = EventDraft(ResponseStreamed(text: text), by: .model("m"))
            draft.id = ResponseStreamed.id(ofPiece: number, of: "r")
            return draft
        }
        let pieces = [piece(1, "Half of a wo"), piece(2, "rd. ```\ncode")]
        let text = try await markdown([.prompt("Why?", by: .user("ana"))] + pieces)
        #expect(text.contains("Half of a word. ```\ncode\n\n*[unfinished]*"), "\(text)")
        #expect(text.components(separatedBy: "## Answer").count == 2)
        var answer = EventDraft.response("All of it.", by: .model("m"))
        answer.id = "r"
        let finished = try await markdown([.prompt("Why?", by: .user("ana"))] + pieces + [answer])
        let whole = try await markdown([.prompt("Why?", by: .user("ana")), answer])
        #expect(finished.replacing("main@5", with: "main@3") == whole)
    }
}
