import Foundation
import Testing

@testable import SessionModel

@Suite("A preview's stored state, whatever somebody wrote into it")
struct PreviewStateTests {
    private func event(_ draft: EventDraft, _ revision: Revision) -> Event {
        Event(
            position: Position(revision.number), branch: .main, revision: revision,
            kind: draft.kind,
            version: draft.version, subject: draft.subject, actor: draft.actor,
            occurredAt: Timestamp(seconds: 1), recordedAt: Timestamp(seconds: 1), id: draft.id,
            body: draft.body, content: draft.content, digest: .zero)
    }

    private var events: [Event] {
        let usage = TokenUsage(input: 9, output: 3, cacheRead: 2, cacheCreation: 1)
        let drafts: [EventDraft] = [
            .prompt("Why?", by: .user("ana")),
            .response("So.", by: .model("m"), id: "r1", usage: usage),
            .response("And so.", by: .model("m"), id: "r1", usage: usage),
            .toolCall("edit", arguments: [:], id: "c1", by: .model("m")),
            .file("a.txt", content: [0x61], by: .tool("edit")),
        ]
        return drafts.enumerated().map { event($1, Revision($0 + 1)) }
    }

    /// Where numbers stand in a text of JSON that holds no digits elsewhere.
    private func numbers(in text: String) -> [Range<String.Index>] {
        text.ranges(of: /-?\d+/).filter { range in
            range.lowerBound > text.startIndex
                && ":,[".contains(text[text.index(before: range.lowerBound)])
        }
    }

    @Test(arguments: [Int.max, Int.min, Int.max - 1, -1])
    func `a number at the edge is no state, or one that goes on`(edge: Int) throws {
        var fold = PreviewFold()
        for event in events { fold.apply(event) }
        let text = fold.state.description
        let places = numbers(in: text)
        #expect(places.count > 12)
        for place in places {
            let changed = text.replacingCharacters(in: place, with: String(edge))
            guard var other = PreviewFold(state: JSON(unchecked: Array(changed.utf8))) else {
                continue
            }
            for event in events { other.apply(event) }
            let preview = other.preview(of: .main)
            #expect(preview.prompts >= 1 && preview.toolCalls >= 1, "\(changed)")
        }
    }
}
