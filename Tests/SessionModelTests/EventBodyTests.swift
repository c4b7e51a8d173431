import SessionModel
import Testing

/// A body of every kind as released versions wrote it. Never change a line: files hold these bytes.
private let released: [(body: any EventBody.Type, version: Int, text: String)] = [
    (PromptSubmitted.self, 1, #"{"text":"Why?"}"#),
    (
        ResponseReceived.self, 1,
        #"{"text":"So.","thinking":"hm","gen_ai.response.model":"m-1","gen_ai.response.id":"r1","#
            + #""gen_ai.response.finish_reasons":["stop"],"gen_ai.usage.input_tokens":12,"#
            + #""gen_ai.usage.output_tokens":3,"gen_ai.usage.cache_read.input_tokens":5,"#
            + #""gen_ai.usage.cache_creation.input_tokens":7}"#
    ),
    (
        ResponseStreamed.self, 1,
        #"{"text":"So","thinking":"hm","gen_ai.response.model":"m-1","gen_ai.response.id":"r1"}"#
    ),
    (
        ResponseFailed.self, 1,
        #"{"error.type":"timeout","message":"60 s","gen_ai.request.model":"m-1"}"#
    ),
    (NoteAdded.self, 1, #"{"text":"lunch"}"#),
    (CommandGiven.self, 1, #"{"text":"/compact keep the plan"}"#),
    (
        ToolCalled.self, 1,
        #"{"gen_ai.tool.name":"bash","gen_ai.tool.call.id":"c1","#
            + #""gen_ai.tool.call.arguments":{"a":1.0}}"#
    ),
    (
        ToolReturned.self, 1,
        #"{"gen_ai.tool.name":"bash","gen_ai.tool.call.id":"c1","gen_ai.tool.call.result":"ok","#
            + #""error.type":"exit 1"}"#
    ),
    (
        ContextBuilt.self, 1,
        #"{"ranges":[[1,3],[57,156]],"literals":[{"role":"system"}],"parameters":{"t":0.5}}"#
    ),
    (
        RequestSent.self, 1,
        #"{"gen_ai.request.model":"m-1","gen_ai.provider.name":"p","ranges":[[1,3]]}"#
    ),
    (FileChanged.self, 1, #"{"mode":"100755","renamedFrom":"b"}"#),
    (FileChanged.self, 1, #"{"removed":true}"#),
    (
        FileChanged.self, 1,
        #"{"derived":{"original":"/o","edits":[{"old":"/a","new":"/b","all":true}]}}"#
    ),
    (TitleChanged.self, 1, #"{"title":"Parser"}"#),
    (SessionCreated.self, 1, #"{"session":"0b7c","generator":"session-store/0.1"}"#),
    (
        BranchMerged.self, 1,
        #"{"ours":"\#(digest)","theirs":"\#(digest)","branch":"idea","#
            + #""answers":[{"kind":"file.changed","revision":9,"answer":"ours"}]}"#
    ),
    (
        BranchMerged.self, 1,
        #"{"ours":"\#(digest)","theirs":"\#(digest)","branch":"idea","revision":12,"events":3}"#
    ),
    (
        BranchMerged.self, 1,
        #"{"ours":"\#(digest)","branch":"idea","picked":["\#(digest)"]}"#
    ),
    (ForeignRecorded.self, 1, #"{"damaged":"no JSON","line":3}"#),
    (BranchForked.self, 1, #"{"name":"idea","from":"\#(digest)","revision":4}"#),
    (BranchRenamed.self, 1, #"{"from":"idea","to":"plan"}"#),
    (BranchArchived.self, 1, #"{"name":"plan"}"#),
    (TagSet.self, 1, #"{"name":"v1","at":"\#(digest)","branch":"main","revision":9}"#),
    (SessionArchived.self, 1, "{}"), (SessionReopened.self, 1, "{}"),
    (SessionExported.self, 1, #"{"format":"markdown"}"#),
    (ContentRedacted.self, 1, #"{"digests":["\#(digest)"],"reason":"asked to"}"#),
    (HoldSet.self, 1, #"{"name":"case 7","reason":"court","removed":true}"#),
    (SessionSealed.self, 1, #"{"note":"session-store/7\n1\n"}"#),
]

private let digest = String(repeating: "0f", count: 32)

@Suite("Bodies of events")
struct EventBodyTests {
    @Test(arguments: released.indices)
    func `every version that was ever written is read whole and follows its schema`(
        index: Int
    ) throws {
        let (type, version, text) = released[index]
        let body = try JSON(validating: Array(text.utf8))
        #expect(EventSchemas.violation(in: body, of: type.kind) == nil)
        #expect(type.init(body, version: version).json.description == text)
    }

    @Test func `every kind has a schema, and a released body of its current version`() {
        let subjects: Set<EventKind> = [
            .settingChanged, .editorChanged, .explorerChanged, .terminalChanged,
        ]
        for kind in EventKind.known {
            #expect(EventSchemas.document(of: kind) != nil, "\(kind) has no schema")
            guard !subjects.contains(kind) else { continue }
            #expect(
                released.contains { $0.body.kind == kind && $0.version == $0.body.version },
                "\(kind) has no released body")
        }
    }

    @Test func `a subject's value is read back, and so is its removal`() throws {
        for text in [#"{"value":[1.0]}"#, #"{"removed":true}"#] {
            let body = try JSON(validating: Array(text.utf8))
            for kind: EventKind in [.settingChanged, .editorChanged] {
                #expect(EventSchemas.violation(in: body, of: kind) == nil)
            }
            #expect(SubjectChanged(body).json.description == text)
        }
    }

    @Test(arguments: released.indices)
    func `a missing or strange member reads as absent, never as a failure`(index: Int) throws {
        let (type, version, text) = released[index]
        let read = { (text: String) in
            type.init(JSON(unchecked: Array(text.utf8)), version: version).json.description
        }
        let strange = #"{"text":7,"ranges":3,"answers":{},"heads":[],"digests":1}"#
        for other in ["[]", "7", "", "{", strange] { #expect(read(other) == read("{}")) }
        let names = try JSON(validating: Array(text.utf8)).members.map(\.key)
        for name in names {
            // A list of nothing is kept where any value may stand, or any list.
            let found = read("{\"\(name)\":[]}")
            #expect(found == read("{}") || found.contains("\"\(name)\":[]"), "\(name)")
        }
        #expect(names.isEmpty || read(text) != read("{}"))
    }
}
