import SessionStore
import Testing

@testable import SessionFormats

@Suite struct FileChangeTests {
    static func result(_ toolUseResult: String, isError: Bool = false) -> ClaudeCodeEntry {
        let line =
            #"{"type":"user","message":{"role":"user","content":[{"type":"tool_result","#
            + #""tool_use_id":"t","is_error":\#(isError),"content":"ok"}]},"#
            + #""toolUseResult":\#(toolUseResult)}"#
        return ClaudeCodeEntry(SourceRecord(bytes: Array(line.utf8), line: 1))
    }

    func content(_ toolUseResult: String) -> String? {
        let record = Self.result(toolUseResult)
        let file = ClaudeCodeFileChange.of(record, callPath: "/a.txt")
        let bytes =
            file?.content
            ?? file?.change.derivation?.apply(to: JSON(unchecked: record.source.bytes))
        return bytes.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `a written file's content is pointed at`() {
        #expect(
            content(#"{"type":"create","filePath":"/a.txt","content":"x\ny","structuredPatch":[]}"#)
                == "x\ny")
    }

    @Test func `an edit is applied to the file before it`() {
        let edit =
            #"{"filePath":"/a.txt","oldString":"b","newString":"c","#
            + #""originalFile":"a b b","replaceAll":false}"#
        #expect(content(edit) == "a c b")
        #expect(content(edit.replacing("false}", with: "true}")) == "a c c")
    }

    @Test func `several edits are applied in order`() {
        let edits =
            #"{"filePath":"/a.txt","originalFileContents":"one","edits":["#
            + #"{"old_string":"one","new_string":"two"},"#
            + #"{"old_string":"two","new_string":"three"}]}"#
        #expect(content(edits) == "three")
    }

    @Test func `tabs that the patch shows as spaces do not make it disagree`() {
        let edit =
            #"{"filePath":"/a.txt","oldString":"x","newString":"y","originalFile":"\tx\n\tz","#
            + #""structuredPatch":[{"oldStart":1,"lines":["-  x","+  y","   z"]}]}"#
        #expect(content(edit) == "\ty\n\tz")
    }

    @Test func `an edit that its own patch contradicts is unknown`() {
        let record = Self.result(
            #"{"filePath":"/a.txt","oldString":"x","newString":"y","originalFile":"x","#
                + #""structuredPatch":[{"oldStart":1,"lines":["-x","+z"]}]}"#)
        let file = ClaudeCodeFileChange.of(record, callPath: "/a.txt")
        #expect(file?.change.derivation == nil)
        #expect(file?.change.unknown != nil)
    }

    @Test func `removing a line takes its break along where the patch shows it`() {
        let edit =
            #"{"filePath":"/a.txt","oldString":"x","newString":"","originalFile":"x\nz","#
            + #""structuredPatch":[{"oldStart":1,"lines":["-x"," z"]}]}"#
        #expect(content(edit) == "z")
    }

    @Test func `an edit without the file before it is unknown`() {
        let record = Self.result(
            #"{"filePath":"/a.txt","oldString":"x","newString":"y","originalFile":null}"#)
        #expect(ClaudeCodeFileChange.of(record, callPath: "/a.txt")?.change.unknown != nil)
    }

    @Test func `a failed call changes no file`() {
        #expect(
            ClaudeCodeFileChange.of(Self.result(#""Error: no""#, isError: true), callPath: "/a.txt")
                == nil)
    }

    @Test func `a tool that writes no files changes none`() {
        #expect(ClaudeCodeFileChange.path(of: "Bash", input: ["command": "ls"]) == nil)
        #expect(
            ClaudeCodeFileChange.of(
                Self.result(#"{"filePath":"/a.txt","content":"x"}"#), callPath: nil)
                == nil)
    }

    @Test(.withRealTranscripts, arguments: Samples.real)
    func `every edit of a real transcript leads to a known content`(path: String) throws {
        let log = FakeLog()
        _ = try RecordImport<ClaudeCode>(path).run(into: log)
        for event in log.events where event.kind == .fileChanged && event.origin == nil {
            #expect(FileChanged(event.body, version: 1).unknown == nil, "\(event.subject ?? "")")
        }
    }
}
