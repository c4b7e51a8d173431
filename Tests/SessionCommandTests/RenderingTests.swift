import SessionAnswers
import SessionStore
import Testing
import Texts

@testable import session

@Suite("Rendering")
struct RenderingTests {
    @Test
    func `text is cut by the columns it takes`() {
        #expect(DisplayText.width("héllo") == 5)
        #expect(DisplayText.width("漢字") == 4)
        #expect(DisplayText.width("👩‍👩‍👧🇩🇪") == 4)
        #expect(DisplayText.width("e\u{301}") == 1)
        #expect(DisplayText.cut("漢字漢字", to: 5) == "漢字…")
        #expect(DisplayText.cut("abc", to: 3) == "abc")
        #expect(DisplayText.cutFront("a/b/漢字.session", to: 12) == "…字.session")
        #expect(DisplayText.cutFront("abc", to: 3) == "abc")
        #expect(DisplayText.pad("漢", to: 4) == "漢  ")
        #expect(DisplayText.pad("7", to: 3, right: true) == "  7")
    }

    @Test
    func `local time is what TZ says, both ways`() throws {
        let summer = try #require(Timestamp("2026-07-01T12:00:00Z"))
        let offset = LocalTime.offset(at: summer)
        let wall = Timestamp(microseconds: summer.microseconds + offset * 1_000_000)
        #expect(LocalTime.offset(ofLocal: wall) == offset)
    }
}
