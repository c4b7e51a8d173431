import Foundation
import SessionStore
import Testing

@testable import SessionFormats

@Suite("OpenAI chat")
struct OpenAIChatTests {
    private func chat(_ session: Session) async throws -> (messages: [JSON], lost: [String: Int]) {
        var bytes: [UInt8] = []
        let report = try await TranscriptExport(session, as: .openAIChat).run { bytes += $1 }
        let chat = try JSON(validating: bytes)
        return (chat["messages"]?.elements ?? [], report.leftOut)
    }

    @Test func `what a model says and calls in a row is one message, and each result is one`()
        async throws
    {
        let session = try await Session.inMemory()
        try await session.append(
            [
                .prompt("look", by: .user("ana")), .response("I look.", by: .model("m")),
                .toolCall("ls", arguments: ["p": "."], id: "1", by: .model("m")),
                .toolCall("ls", arguments: ["p": "/"], id: "2", by: .model("m")),
                .toolResult("a", of: "ls", id: "1"), .toolResult(["b": 1], of: "ls", id: "2"),
                .response("Done.", by: .model("m")),
            ], to: .main, expecting: .any)
        let messages = try await chat(session).messages
        try await session.close()
        #expect(
            messages.map { $0["role"]?.string } == [
                "user", "assistant", "tool", "tool", "assistant",
            ])
        #expect(messages[1]["content"]?.string == "I look.")
        let calls = messages[1]["tool_calls"]?.elements ?? []
        #expect(calls.map { $0["id"]?.string } == ["1", "2"])
        #expect(calls[1].at("/function/arguments")?.string == #"{"p":"/"}"#)
        #expect(messages[3]["content"]?.string == #"{"b":1}"#)
    }

    @Test(arguments: [Samples.sample, Samples.rollout])
    func `every call of a transcript is answered behind it`(path: String) async throws {
        let scratch = try Scratch()
        let report = try await TranscriptImport(to: .folder(scratch.path)).run(path)
        let session = try await Session.open(report.path, mode: .readOnly)
        let (messages, lost) = try await chat(session)
        try await session.close()
        var open: Set<String> = []
        for message in messages {
            for call in message["tool_calls"]?.elements ?? [] {
                open.insert(call["id"]?.string ?? "")
            }
            if message["role"]?.string == "tool" {
                #expect(open.remove(message["tool_call_id"]?.string ?? "") != nil)
            }
        }
        // A search is done by the provider, who gives no result.
        #expect(open.isSubset(of: ["ws_1"]))
        #expect(messages.count > 10)
        if path == Samples.rollout { #expect(lost["thinking"] == 2) }
    }
}
