import Generators
import SessionModel
import Testing

@Suite("Times as texts")
struct TimestampTests {
    /// As GNU date tells them.
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2000-02-29T12:00:00Z", 951_825_600),
        ("2024-02-29T23:59:59Z", 1_709_251_199), ("2024-03-01T00:00:00Z", 1_709_251_200),
        ("2100-02-28T00:00:00Z", 4_107_456_000), ("2100-03-01T00:00:00Z", 4_107_542_400),
        ("1900-03-01T00:00:00Z", -2_203_891_200), ("1969-12-31T23:59:59Z", -1),
        ("2026-12-31T00:00:00Z", 1_798_675_200), ("0001-01-01T00:00:00Z", -62_135_596_800),
    ])
    func `a text is the second that it names`(text: String, seconds: Int) {
        #expect(Timestamp(text)?.microseconds == seconds * 1_000_000)
        #expect(Timestamp(microseconds: seconds * 1_000_000).description.hasPrefix(text.dropLast()))
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `whatever the time, its text names it`(seed: UInt64) {
        var random = Seeded(state: seed)
        for _ in 0..<300 {
            let time = Timestamp(
                microseconds: (random.number(-60_000_000_000...200_000_000_000)) * 1_000_000
                    + (random.number(0...999_999)))
            #expect(Timestamp(time.description) == time, "seed \(seed): \(time)")
        }
    }

    @Test(arguments: [
        "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-04-31T00:00:00Z",
        "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z",
    ])
    func `a day that there is not is no time`(text: String) {
        #expect(Timestamp(text) == nil)
    }
}
