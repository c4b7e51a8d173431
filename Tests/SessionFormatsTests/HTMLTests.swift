import Foundation
import SessionStore
import Testing

@testable import SessionFormats

@Suite("Pages of HTML")
struct HTMLTests {
    private func page(_ session: Session, at moment: Moment? = nil) async throws -> String {
        var bytes: [UInt8] = []
        try await TranscriptExport(session, as: .html).run(at: moment) { file, piece in
            #expect(file == nil)
            bytes += piece
        }
        return try #require(String(validating: bytes, as: UTF8.self))
    }

    @Test func `a page holds the conversation, its files and what it took, and opens alone`()
        async throws
    {
        let scratch = try Scratch()
        let report = try await TranscriptImport(to: .folder(scratch.path)).run(Samples.sample)
        let session = try await Session.open(report.path, mode: .readOnly)
        let page = try await page(session)
        try await session.close()
        #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
        #expect(page.contains("<h1>Quoted fields in tidycsv</h1>"))
        #expect(page.contains("<h2>Contents</h2>") && page.contains("<h2>Usage</h2>"))
        #expect(page.contains("<ins>+def parse_record(line):</ins>"))
        #expect(page.contains("<summary><b>Edit</b>"))
        for word in ["<script", "<link", "<iframe", " src=\"http", "href=\"http", "url("] {
            #expect(!page.contains(word), "\(word)")
        }
        for link in page.matches(of: #/href="#(r\d+)"/#) {
            #expect(page.contains("id=\"\(link.1)\""), "\(link.1) leads nowhere")
        }
        for tag in ["article", "details", "main", "nav", "section", "pre", "table", "div"] {
            let opened = page.matches(of: try Regex("<\(tag)[ >]")).count
            #expect(opened == page.matches(of: try Regex("</\(tag)>")).count, "\(tag)")
        }
    }

    @Test func `nothing that was said is markup`() async throws {
        let session = try await Session.inMemory()
        let evil = "<script>alert(1)</script><img src=x onerror='a()'>\"&\u{202E}\u{0}\u{1B}[31m"
        try await session.append(
            [
                .title(evil, by: .user("ana")), .prompt(evil, by: .user(evil)),
                .response(evil, by: .model(evil)),
                .toolCall(evil, arguments: ["\(evil)": .string(evil)], id: evil, by: .model("m")),
                .toolResult(.string(evil), of: evil, id: evil),
                .toolResult(
                    [
                        [
                            "type": "image",
                            "source": [
                                "type": "base64", "media_type": "image/svg+xml", "data": "a",
                            ],
                        ],
                        [
                            "type": "image",
                            "source": [
                                "type": "base64", "media_type": "image/png", "data": "\"><b>",
                            ],
                        ],
                        ["type": "image", "source": ["type": "url", "url": "http://x.invalid/"]],
                    ], of: "t", id: "2"),
                .file("a<b>.txt", content: evil, by: .user("ana")), .note(evil, by: .system),
            ], to: .main, expecting: .any)
        let page = try await page(session)
        try await session.close()
        for word in ["<script", "<img", "onerror='", "\u{202E}", "\u{0}", "\u{1B}", "<b>.txt"] {
            #expect(!page.contains(word), "\(word)")
        }
        #expect(page.contains("&lt;script&gt;") && page.contains("a&lt;b&gt;.txt"))
        #expect(page.contains("[image at http://x.invalid/]"))
        #expect(page.contains("default-src 'none'"))
    }

    @Test func `what was erased is shown as erased`() async throws {
        let session = try await Session.inMemory()
        try await session.append(
            [.prompt("a secret", by: .user("ana")), .response("ok", by: .model("m"))],
            to: .main, expecting: .any)
        let plan = try await session.planRedaction(of: [.revision(2, on: .main)])
        try await session.redact(plan, reason: "private", by: .user("ana"))
        let page = try await page(session)
        try await session.close()
        #expect(!page.contains("a secret"))
        #expect(page.contains("class=\"erased\"") && page.contains("(erased)"))
    }

    @Test func `marks that turn text round are shown as marks`() {
        let text = Array("a\u{202E}b\u{85}é😀<\u{2066}".utf8)
        let whole = HTMLText.escaped(text[...])
        #expect(
            String(decoding: whole, as: UTF8.self) == "a\u{FFFD}b\u{FFFD}é😀&lt;\u{FFFD}")
    }
}
