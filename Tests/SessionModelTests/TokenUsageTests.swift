import SessionModel
import Testing

@Suite struct TokenUsageTests {
    @Test func `sums of what no provider counts stay at the end of the numbers`() {
        let most = TokenUsage(input: .max, output: .max, cacheRead: 1, cacheCreation: .min)
        let sum = most + TokenUsage(input: 1, output: .max, cacheRead: 2, cacheCreation: -1)
        #expect(
            sum == TokenUsage(input: .max, output: .max, cacheRead: 3, cacheCreation: .min))
        #expect(TokenUsage(input: .max, output: 1).total == .max)
        #expect(TokenUsage(input: .min) - TokenUsage(input: 1) == TokenUsage(input: .min))
        #expect(TokenUsage(input: 1) - TokenUsage(input: .min) == TokenUsage(input: .max))
    }

    @Test func `a session that claims so many tokens is shown without negative ones`() {
        var fold = PreviewFold()
        for revision in 1...3 {
            let draft = EventDraft.response(
                "x", by: .model("m"), usage: TokenUsage(input: .max, output: revision))
            fold.apply(
                Event(
                    position: Position(revision), branch: .main, revision: Revision(revision),
                    kind: draft.kind,
                    actor: draft.actor, occurredAt: Timestamp(microseconds: 0),
                    recordedAt: Timestamp(microseconds: 0), body: draft.body, digest: .zero))
        }
        #expect(fold.preview(of: .main).tokens == TokenUsage(input: .max, output: 6))
    }
}
