import SessionModel
import Testing

@Suite struct SessionErrorTests {
    @Test func `codes are the same where their texts are, whatever their category`() {
        let known = SessionError.Code.headMoved
        let read = SessionError.Code(rawValue: "headMoved")
        #expect(known == read)
        #expect(Set([known, read]).count == 1)
        #expect(known.category == .refused)
        #expect(read.category == .fault)
    }

    @Test func `codes of other modules bring their category along`() {
        let error = SessionError(.init("quotaReached", .refused), "the quota is used up")
        #expect(error.code.category == .refused)
        #expect(error.code.description == "quotaReached")
    }

    @Test(arguments: [
        (SessionError.Code.momentInvalid, SessionError.Category.invalid),
        (.mergeUnresolved, .undecided), (.branchNotFound, .notFound), (.held, .refused),
        (.newerFormat, .damaged), (.diskFull, .inaccessible), (.projectionFailed, .fault),
    ])
    func `a code says what sort of thing went wrong`(
        code: SessionError.Code, category: SessionError.Category
    ) {
        #expect(code.category == category)
    }
}
