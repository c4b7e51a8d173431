import Foundation
import JSONText
import SessionModel
import Testing

@Suite struct EventSchemasTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Schemas/events")

    static func schema(_ kind: EventKind) throws -> JSONSchema {
        let file = folder.appendingPathComponent("\(kind).schema.json")
        return try JSONSchema(JSON(validating: [UInt8](Data(contentsOf: file))))
    }

    @Test(arguments: EventKind.known)
    func `every known kind has a schema that can be read`(kind: EventKind) throws {
        _ = try Self.schema(kind)
    }

    @Test(arguments: [
        EventDraft.prompt("hi", by: .system), .note("n", by: .system), .title("t", by: .system),
        .response("a", by: .model("m"), id: "1", usage: TokenUsage(input: 1, output: 2)),
        .toolCall("bash", arguments: ["command": "ls"], id: "1", by: .system),
        .toolResult("ok", of: "bash", id: "1"),
        .file("a", content: [], mode: "100644", by: .system),
        .removedFile("a", by: .system), .setting("a", 1, by: .system),
        EventDraft(
            FileChanged(
                derivation: FileDerivation(
                    original: "/a", edits: [.init(old: "/b", new: "/c", all: true)])), by: .system),
        EventDraft(ContextBuilt(context: ContextView(ranges: [1...3])), by: .system),
        EventDraft(RequestSent(model: "m", context: ContextView(ranges: [1...3])), by: .system),
        EventDraft(ResponseFailed(errorType: "timeout", message: "m"), by: .system),
        EventDraft(BranchRenamed(from: "a", to: "b"), by: .system),
    ])
    func whatThisLibraryWritesFitsItsSchema(draft: EventDraft) throws {
        #expect(try Self.schema(draft.kind).violation(in: draft.body) == nil)
    }

    @Test func `a missing property is named`() throws {
        let body = JSON(unchecked: Array("{}".utf8))
        let violation = try Self.schema(.promptSubmitted).violation(in: body)
        #expect(violation?.description == "text is missing")
    }

    @Test func `a violation names its place`() throws {
        let body = JSON(unchecked: Array(#"{"ranges":[[1,2],[3,"x"]]}"#.utf8))
        let violation = try Self.schema(.contextBuilt).violation(in: body)
        #expect(violation?.description == "/ranges/1/1: an integer was expected")
    }
}
