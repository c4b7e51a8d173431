import Foundation
import JSONText
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
        try await TranscriptExport(session, as: .markdown).run { bytes += $1 }
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

    private func fenced(_ text: String, language: String) -> String {
        var bytes: [UInt8] = []
        MarkdownBlock.fenced(ReadableText(.string(text)), language: language)
            .write { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `a fence is longer than any inside`() {
        #expect(fenced("a\n````\nb", language: "md") == "`````md\na\n````\nb\n`````")
        #expect(fenced("", language: "") == "```\n\n```")
    }

    /// As a reader of a page sees it who gets the text in two pieces, cut at any place.
    @Test(arguments: [
        ("# a\n## b\n #c\nx # d", "### a\n#### b\n###c\nx # d"),
        ("```swift\n# no\n```\n# yes", "```swift\n# no\n```\n### yes"),
        ("~~~~\n~~~\n# no\n~~~~ \n# yes", "~~~~\n~~~\n# no\n~~~~ \n### yes"),
        ("a\n```\n# open", "a\n```\n# open\n```"), ("a\n\n", "a\n\n"), ("```", "```\n```"),
    ])
    func `what is said stays inside its turn`(text: String, page: String) {
        for cut in text.utf8.indices {
            var speech = SpokenText()
            let bytes =
                speech.add(Array(text.utf8[..<cut])) + speech.add(Array(text.utf8[cut...]))
                + speech.finish()
            #expect(String(decoding: bytes, as: UTF8.self) == page)
        }
    }

    @Test func `nothing that is said steers a terminal, and no line is too long`() {
        func spoken(_ text: String) -> String {
            var bytes: [UInt8] = []
            MarkdownBlock.spoken(ReadableText(.string(text))).write { bytes += $0 }
            return String(decoding: bytes, as: UTF8.self)
        }
        #expect(
            spoken("a\u{1B}[2J\u{9B}\u{7F}é\tb\r\n") == "a\u{FFFD}[2J\u{FFFD}\u{FFFD}é\tb\u{FFFD}\n"
        )
        let long = "# " + String(repeating: "é", count: 200_000)
        #expect(spoken(long + "\n# b") == "##" + long + "\n### b")
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
