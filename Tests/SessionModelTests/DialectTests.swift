import SessionModel
import Testing

@Suite("Dialects")
struct DialectTests {
    private func event(_ dialect: Dialect?, _ kind: EventKind, _ body: JSON) -> Event {
        let time = Timestamp(microseconds: 0)
        return Event(
            position: 1, branch: .main, revision: 1, kind: kind, dialect: dialect, actor: .system,
            occurredAt: time, recordedAt: time, body: body, digest: .zero)
    }

    @Test func `each stands in the table once`() {
        #expect(Set(Dialect.known).count == Dialect.known.count)
        #expect(Dialect.known.contains(.claudeCode))
    }

    @Test func `what nothing reads is kept and says nothing`() {
        let body: JSON = ["type": "summary", "summary": "a title", "text": "words"]
        let record = event(Dialect(rawValue: "unheard-of"), .titleChanged, body)
        #expect(record.message == nil)
        #expect(record.title == nil)
        #expect(record.recordLabel(limit: 10) == nil)
        #expect(record.body == body)
    }

    @Test func `an event of ours is no record`() {
        #expect(event(nil, .noteAdded, ["text": "words"]).recordLabel(limit: 10) == nil)
    }

    @Test(arguments: Dialect.known)
    func `a record of a form that is not known has a label all the same`(dialect: Dialect) {
        for body: JSON in [.object([]), ["type": 1], ["type": "of tomorrow", "data": [1]], 7] {
            let record = event(dialect, .foreignRecorded, body)
            #expect(record.recordLabel(limit: 10)?.isEmpty == false)
            #expect(record.title == nil)
        }
    }
}
