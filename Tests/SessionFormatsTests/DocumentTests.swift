import Foundation
import SessionStore
import Testing

@testable import SessionFormats

/// Documents: told apart into records and put together again, grown, rewritten and in trees.
@Suite("Documents")
struct DocumentTests {
    private func bring(_ text: String, _ scratch: borrowing Scratch) async throws -> ImportReport {
        let path = try scratch.file("chat.json", Array(text.utf8))
        return try await TranscriptImport(to: .folder("\(scratch.path)/out")).run(path)
    }

    private func open<Result: Sendable>(
        _ path: String, _ body: (Session) async throws -> Result
    ) async throws -> Result {
        let session = try await Session.open(path, mode: .readOnly)
        let result = try await body(session)
        try await session.close()
        return result
    }

    private func said(_ path: String, on branch: BranchName = .main) async throws -> [String] {
        try await open(path) { session in
            var texts: [String] = []
            for try await event in session.events(on: branch) {
                if let text = event.message?.text, !text.isEmpty { texts.append(text) }
            }
            return texts
        }
    }

    private func export(_ path: String, _ format: TranscriptFormat) async throws -> String {
        try await open(path) { session in
            var bytes: [UInt8] = []
            try await TranscriptExport(session, as: format).run { _, piece in bytes += piece }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    private func chat(_ messages: [String], updated: Int = 1) -> String {
        #"{ "sessionId": "s", "projectHash": "p", "lastUpdated": "\#(updated)","#
            + "\n  \"messages\": [\n    " + messages.joined(separator: ",\n    ") + "\n  ]\n}\n"
    }

    private func message(_ id: String, _ type: String, _ text: String, _ rest: String = "")
        -> String
    {
        #"{"id": "\#(id)", "type": "\#(type)", "content": "\#(text)"\#(rest)}"#
    }

    @Test func `a document that has grown has another head and adds what is new`() async throws {
        let scratch = try Scratch()
        let messages = [message("1", "user", "one"), message("2", "gemini", "two")]
        _ = try await bring(chat(messages), scratch)
        let all = messages + [message("3", "user", "three")]
        let report = try await bring(chat(all, updated: 2), scratch)
        #expect(report.records == 1 && !report.isNew)
        #expect(try await said(report.path) == ["one", "two", "three"])
        #expect(try await export(report.path, .gemini) == chat(all, updated: 2))
    }

    @Test func `a document that was rewritten becomes a branch and loses nothing`() async throws {
        let scratch = try Scratch()
        let first = message("1", "user", "one")
        _ = try await bring(
            chat([first, message("2", "gemini", "two"), message("3", "user", "three")]), scratch)
        let now = chat([first, message("4", "gemini", "other"), message("5", "user", "more")])
        let report = try await bring(now, scratch)
        #expect(report.records == 2)
        #expect(try await said(report.path) == ["one", "other", "more"])
        #expect(try await said(report.path, on: "rewound-1") == ["one", "two", "three"])
        #expect(try await export(report.path, .gemini) == now)
        #expect(try await bring(now, scratch).events == 0)
    }

    @Test func `a last message that comes again with more in it is told once`() async throws {
        let scratch = try Scratch()
        let prompt = message("1", "user", "one")
        _ = try await bring(chat([prompt, message("2", "gemini", "two")]), scratch)
        let calls =
            #", "toolCalls": [{"id": "c", "name": "write_file", "args": {"file_path": "a", "#
            + #""content": "text"}, "status": "success", "result": [{"functionResponse": "#
            + #"{"id": "c", "response": {"output": "done"}}}]}]"#
        let now = chat([prompt, message("2", "gemini", "two", calls)])
        let report = try await bring(now, scratch)
        #expect(try await said(report.path) == ["one", "two"])
        #expect(try await export(report.path, .gemini) == now)
        try await open(report.path) { session in
            #expect(try await session.branches().count == 1)
            let preview = try await session.preview(at: .head(of: .main))
            #expect(preview.responses == 1 && preview.toolCalls == 1)
            let content = try await session.content(of: "a", at: .head(of: .main))
            #expect(content == Array("text".utf8))
        }
    }

    @Test func `a line of a document is a document that is closed where it was cut off`()
        async throws
    {
        let scratch = try Scratch()
        let messages = [message("1", "user", "one"), message("2", "gemini", "two")]
        let report = try await bring(chat(messages), scratch)
        let text = try await open(report.path) { session in
            var bytes: [UInt8] = []
            try await TranscriptExport(session, as: .gemini).run(
                at: Moment("main@{prompt 1}")
            ) { _, piece in bytes += piece }
            return bytes
        }
        let json = try JSON(validating: text)
        #expect(json["messages"]?.elements.count == 1)
    }

    // MARK: Trees

    private func node(_ id: String, _ parent: String?, _ role: String, _ text: String?) -> String {
        let message = text.map {
            #"{"id":"\#(id)","author":{"role":"\#(role)"},"content":{"content_type":"text","#
                + #""parts":["\#($0)"]}}"#
        }
        return #""\#(id)":{"id":"\#(id)","message":\#(message ?? "null"),"#
            + #""parent":\#(parent.map { "\"\($0)\"" } ?? "null"),"children":[]}"#
    }

    private func conversation(_ id: String, _ nodes: [String], current: String?) -> String {
        let now = current.map { #","current_node":"\#($0)""# } ?? ""
        return #"{"title":"Talk \#(id)","id":"\#(id)","mapping":{"#
            + nodes.joined(separator: ",") + "}" + now + "}"
    }

    private var tree: [String] {
        [
            node("r", nil, "", nil), node("q", "r", "user", "one"),
            node("a", "q", "assistant", "two"), node("b", "q", "assistant", "other"),
            node("p", "a", "user", "three"), node("x", "gone", "user", "dangling"),
        ]
    }

    @Test func `every leaf of a conversation is a branch and the current one is main`()
        async throws
    {
        let scratch = try Scratch()
        let text = "[" + conversation("c", tree, current: "b") + "]"
        let report = try await bring(text, scratch)
        #expect(try await said(report.path) == ["one", "other"])
        let lines = try await open(report.path) { session in
            try await session.branches().map(\.name)
        }
        var all: [[String]] = []
        for name in lines { all.append(try await said(report.path, on: name)) }
        #expect(all.contains(["one", "two", "three"]))
        #expect(all.contains(["dangling"]))
        #expect(try await export(report.path, .chatGPT) == text)
    }

    @Test func `nodes in any order make the same lines`() async throws {
        let scratch = try Scratch()
        let text = "[" + conversation("c", tree.reversed(), current: "p") + "]"
        let report = try await bring(text, scratch)
        #expect(try await said(report.path) == ["one", "two", "three"])
        #expect(try await export(report.path, .chatGPT) == text)
        #expect(try await bring(text, scratch).events == 0)
    }

    @Test func `several conversations become a session each and grow each`() async throws {
        let scratch = try Scratch()
        let other = conversation("d", [node("q", nil, "user", "else")], current: "q")
        let first = try await bring(
            "[\n" + conversation("c", Array(tree.prefix(3)), current: "a") + ",\n" + other + "]",
            scratch)
        #expect(first.parts.map(\.isNew) == [true, true])
        let now = conversation("c", tree, current: "p")
        let second = try await bring("[\n" + now + ",\n" + other + "]", scratch)
        #expect(second.parts.map(\.isNew) == [false, false])
        #expect(second.parts.map(\.records) == [3, 0])
        #expect(try await said(second.parts[0].path) == ["one", "two", "three"])
        #expect(try await export(second.parts[0].path, .chatGPT) == "[\(now)]\n")
    }

    @Test func `replies inside of what they reply to are lines of their own`() async throws {
        let scratch = try Scratch()
        func message(_ id: String, _ role: String, _ text: String, _ replies: String) -> String {
            #"{"message_id":"\#(id)","role":"\#(role)","text":"\#(text)","replies":[\#(replies)]}"#
        }
        let tree =
            #"{"message_tree_id":"t","tree_state":"ready","prompt":"#
            + message(
                "1", "prompter", "one",
                message("2", "assistant", "two", message("3", "prompter", "three", ""))
                    + "," + message("4", "assistant", "other", "")) + "}"
        let report = try await bring(tree + "\n", scratch)
        #expect(try await said(report.path) == ["one", "two", "three"])
        #expect(try await said(report.path, on: "rewind-1") == ["one", "other"])
        #expect(try await export(report.path, .openAssistant) == tree + "\n")
        #expect(try await bring(tree + "\n", scratch).events == 0)
    }
}
