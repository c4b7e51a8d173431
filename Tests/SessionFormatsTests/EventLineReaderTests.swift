import SessionStore
import Testing

@testable import SessionFormats

@Suite struct EventLineReaderTests {
    func draft(_ line: String) throws -> EventDraft {
        try EventLineReader.event(Array(line.utf8), line: 3).draft
    }

    @Test func `a type and data are enough`() throws {
        let draft = try draft(
            #"{"type":"prompt.submitted","data":{"text":"hi"},"actor":"user:ana"}"#)
        #expect(draft == .prompt("hi", by: .user("ana")))
    }

    @Test func `a file's content is taken from its data`() throws {
        let draft = try draft(
            #"{"type":"file.changed","subject":"a.txt","data":{"content":"x\n"}}"#)
        #expect(
            draft
                == EventDraft(FileChanged(), by: .system, subject: "a.txt", content: [0x78, 0x0A]))
    }

    @Test(arguments: [
        "", "{", #"{"data":{}}"#, #"{"type":"file.changed","data":{"content":""}}"#,
        #"{"type":"branch.forked","data":{"name":"x"}}"#, #"{"type":"prompt.submitted","time":3}"#,
    ])
    func anErrorNamesTheLineAndShowsWhatToWrite(line: String) {
        let error = #expect(throws: SessionError.self) { try draft(line) }
        #expect(error?.message.hasPrefix("line 3") == true)
        #expect(error?.hint != nil)
    }
}
