import SessionModel
import Testing

@Suite("Times as a person writes them")
struct TimeSpanTests {
    /// Friday, 2026-11-20 10:30:15 in a zone two hours east of UTC.
    private static let clock = WallClock(
        now: Timestamp("2026-11-20T08:30:15Z"), offset: { _ in 7200 })

    @Test(arguments: [
        ("2026-11-20", "2026-11-19T22:00:00Z", "2026-11-20T21:59:59.999999Z"),
        ("2026-11-20T10:00", "2026-11-20T08:00:00Z", "2026-11-20T08:00:59.999999Z"),
        ("2026-11-20 10:00:30", "2026-11-20T08:00:30Z", "2026-11-20T08:00:30.999999Z"),
        ("2026-11-20T10:00:30.25Z", "2026-11-20T10:00:30.25Z", "2026-11-20T10:00:30.259999Z"),
        ("10:30:15", "2026-11-20T08:30:15Z", "2026-11-20T08:30:15.999999Z"),
        ("09:00", "2026-11-20T07:00:00Z", "2026-11-20T07:00:59.999999Z"),
        ("11:34", "2026-11-19T09:34:00Z", "2026-11-19T09:34:59.999999Z"),
        ("yesterday", "2026-11-18T22:00:00Z", "2026-11-19T21:59:59.999999Z"),
        ("today", "2026-11-19T22:00:00Z", "2026-11-20T21:59:59.999999Z"),
        ("2h ago", "2026-11-20T06:30:15Z", "2026-11-20T06:30:15Z"),
        ("3 days ago", "2026-11-17T08:30:15Z", "2026-11-17T08:30:15Z"),
    ])
    func `they mean all of the smallest unit given`(text: String, start: String, end: String)
        throws
    {
        let span = try #require(TimeSpan(text, by: Self.clock))
        #expect(span.start == Timestamp(start))
        #expect(span.end == Timestamp(end))
    }

    @Test(arguments: ["", "ago", "h ago", "2x ago", "25:00", "11", "11:", "main", "-1h ago", "2h"])
    func `what is no time is none`(text: String) {
        #expect(TimeSpan(text, by: Self.clock) == nil)
    }

    @Test
    func `without a clock only whole times mean something`() {
        #expect(TimeSpan("yesterday", by: .universal) == nil)
        #expect(TimeSpan("11:34", by: .universal) == nil)
        #expect(TimeSpan("2026-11-20", by: .universal) != nil)
    }

    @Test(arguments: [
        ("main@11:34", "main@2026-11-19T09:34:59.999999Z"),
        ("idea@2026-11-20", "idea@2026-11-20T21:59:59.999999Z"),
        ("main@yesterday", "main@2026-11-19T21:59:59.999999Z"),
        ("2h ago", "main@2026-11-20T06:30:15.000000Z"), ("main@120", "main@120"),
        ("742", "742"), ("2026-11-20", "2026-11-20"),
    ])
    func `moments are written with them, and read back as they are`(
        text: String, written: String
    ) throws {
        let moment = try Moment(text, clock: Self.clock)
        #expect(moment.description == written)
        #expect(try Moment(written) == moment)
    }

    @Test
    func `a path may follow a time`() throws {
        let (moment, path) = try Moment.withPath("main@11:34:notes/a.md", clock: Self.clock)
        #expect(moment.description == "main@2026-11-19T09:34:59.999999Z" && path == "notes/a.md")
        let plain = try Moment.withPath("main@120:a.md", clock: Self.clock)
        #expect(plain.moment.description == "main@120" && plain.path == "a.md")
    }
}
