import SessionModel
import Testing
import Texts

@Suite("Patterns with stars")
struct GlobTests {
    @Test
    func `a star stands for any text`() {
        #expect(Glob("tool.*").matches("tool.called"))
        #expect(Glob("*:bash").matches("tool:bash"))
        #expect(Glob("a*b*c").matches("a1b2c"))
        #expect(!Glob("a*b*c").matches("a1c2b"))
        #expect(!Glob("ab*ba").matches("aba"))
        #expect(Glob("exact").matches("exact"))
        #expect(!Glob("exact").matches("exactly"))
    }
}
