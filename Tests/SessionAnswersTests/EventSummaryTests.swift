import SessionAnswers
import SessionStore
import Testing

@Suite("An event on one line")
struct EventSummaryTests {
    private let hostile = "a\u{1B}]0;title\u{07}\nb\u{202E}c"

    @Test func `every kind has a word, and no two that a branch's line has share one`() {
        for kind in EventKind.known { #expect(EventSummary.labels[kind] != nil, "\(kind)") }
        let words = EventKind.known.filter { $0.role != .controls }
            .compactMap { EventSummary.labels[$0] }
        #expect(Set(words).count == words.count)
        #expect(EventSummary.label(of: EventKind(rawValue: "x.y\u{1B}")) == "x.y␛")
    }

    @Test func `whatever was said, a summary is one line that is safe to show`() async throws {
        let session = try await Session.inMemory()
        try await session.append(
            [
                .prompt(hostile, by: .user("ana")), .note(hostile, by: .user("ana")),
                .setting("model", .string(hostile), by: .user("ana")),
                .file("a\nb", content: [0x41], by: .tool("edit")),
            ], to: .main, expecting: .any)
        for try await event in session.allEvents() {
            let text = EventSummary(event).text
            #expect(!text.contains { $0.isNewline }, "\(event.kind)")
            #expect(text.unicodeScalars.allSatisfy { !DisplayText.isHidden($0) }, "\(event.kind)")
            #expect(!text.isEmpty)
        }
    }

    @Test func `what is searched for is what is read, whatever its case`() async throws {
        let session = try await Session.inMemory()
        try await session.append(
            [
                .prompt("Why does the \"Parser\" fail?", by: .user("ana")),
                .setting("model", "m-2", by: .user("ana")),
            ], to: .main, expecting: .any)
        let prompt = try await session.event(at: .revision(2, on: .main))
        let setting = try await session.event(at: .revision(3, on: .main))
        #expect(Needle("parser").isSaid(in: prompt))
        #expect(Needle("the \"PARSER\"").isSaid(in: prompt), "as it reads, not as JSON writes it")
        #expect(!Needle("text").isSaid(in: prompt), "a member's name was not said")
        #expect(Needle("MODEL").isSaid(in: setting))
    }

    @Test func `a failure is told with its class, an answer without`() async throws {
        let session = try await Session.inMemory()
        let failure = ResponseFailed(errorType: "overloaded", message: "try later")
        try await session.append(
            [
                EventDraft(failure, by: .model("m")),
                .response("overloaded? no", by: .model("m"), id: nil, usage: nil),
            ], to: .main, expecting: .any)
        let failed = try await session.event(at: .revision(2, on: .main))
        let answered = try await session.event(at: .revision(3, on: .main))
        #expect(EventSummary(failed).text == "overloaded: try later")
        #expect(EventSummary(answered).text == "overloaded? no")
    }
}
