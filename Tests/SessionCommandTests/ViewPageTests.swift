import Foundation
import SessionAnswers
import SessionStore
import Testing

@testable import session

@Suite("What session view draws")
struct ViewPageTests {
    /// Screens as they should look are in Tests/Fixtures/view, for lines of 160 columns.
    private func expectScreen(_ view: ViewHarness, _ name: String) throws {
        let url = Sandbox.root.appending(path: "Tests/Fixtures/view/\(name).txt")
        let expected = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
        #expect(view.snapshot == expected, "\(name):\n\(view.snapshot)")
    }

    @Test
    func `an event at 80×24`() async throws {
        let view = try await ViewHarness(
            try await ViewHarness.talk(), at: .revision(4, on: .main))
        try expectScreen(view, "event-80x24")
    }

    @Test
    func `the conversation at 160×50`() async throws {
        var view = try await ViewHarness(
            try await ViewHarness.talk(), columns: 160, rows: 50)
        try await view.press(.tab)
        try expectScreen(view, "conversation-160x50")
    }

    @Test
    func `one side at a time at 40×10`() async throws {
        var view = try await ViewHarness(
            try await ViewHarness.talk(), columns: 40, rows: 10)
        try expectScreen(view, "timeline-40x10")
        try await view.press(.character("3"))
        try expectScreen(view, "files-40x10")
    }

    @Test
    func `a comparison, the branches and the keys at 80×24`() async throws {
        var view = try await ViewHarness(
            try await ViewHarness.talk(), at: .revision(9, on: .main))
        try await view.press(.character("m"), .end, .character("c"))
        try expectScreen(view, "difference-80x24")
        try await view.press(.character("b"))
        try expectScreen(view, "branches-80x24")
        try await view.press(.escape, .character("?"))
        try expectScreen(view, "keys-80x24")
    }

    @Test
    func `nothing that acts on a terminal is drawn`() async throws {
        var view = try await ViewHarness(
            try await ViewHarness.talk(), at: .revision(4, on: .main))
        for digit in "12345" {
            try await view.press(.character(digit))
            for revision in [4, 8, 12] as [Revision] {
                view.model.move(to: revision)
                try await view.settle()
                let scalars = view.screen.joined().unicodeScalars
                #expect(!scalars.contains { $0.value < 0x20 || $0.value == 0x202E })
            }
        }
    }

    @Test
    func `only rows that changed are sent, in one piece`() async throws {
        var view = try await ViewHarness(try await ViewHarness.talk())
        var painter = Painter(isColoured: true)
        func paint() -> String {
            painter.paint(ViewPage(model: view.model).lines, columns: view.model.layout.columns)
        }
        let first = paint()
        #expect(first.contains("\u{1B}[2J") && first.hasPrefix("\u{1B}[?2026h"))
        #expect(paint() == "")
        view.model.handle(.character(":"))
        let question = paint()
        #expect(question.matches(of: #/\x1B\[\d+;1H/#).count == 1)
        #expect(!question.contains("\u{1B}[2J"))
        view.model.handle(.escape)
        view.model.resize(to: ViewLayout(columns: 70, rows: 24))
        #expect(paint().contains("\u{1B}[2J"))
        painter.forget()
        #expect(paint().contains("\u{1B}[2J"))
    }

    @Test
    func `without colours what is chosen is reversed and nothing is coloured`() async throws {
        let view = try await ViewHarness(try await ViewHarness.talk())
        var painter = Painter(isColoured: false)
        let frame = painter.paint(ViewPage(model: view.model).lines, columns: 80)
        #expect(frame.contains("\u{1B}[7m") || frame.contains(";7m"))
        #expect(!frame.contains(#/\x1B\[[0-9;]*3[0-7]m/#))
    }
}

@Suite("Lines of the screen")
struct StyledLineTests {
    @Test
    func `a line is cut and filled by columns, its looks kept`() {
        var line = StyledLine("漢字", "1")
        line.append("abc")
        #expect(line.cut(to: 7) == line)
        #expect(line.cut(to: 6).text == "漢字a…")
        #expect(line.cut(to: 4).text == "漢…")
        #expect(line.cut(to: 4).width == 3)
        #expect(line.fitted(to: 9).text == "漢字abc  ")
        #expect(line.fitted(to: 4).width == 4)
        #expect(
            line.with(look: "7").escaped(isColoured: true)
                == "\u{1B}[1;7m漢字\u{1B}[0m\u{1B}[7mabc\u{1B}[0m")
    }

    @Test
    func `what Style painted is read back`() {
        let style = Style(isTerminal: true, environment: ["TERM": "xterm"])
        let line = StyledLine(painted: style.red("- ") + "a " + style.bold("b"))
        #expect(line.text == "- a b")
        #expect(line.spans.map(\.look) == ["31", "", "1"])
        #expect(StyledLine(painted: "plain [2m").text == "plain [2m")
    }

    @Test
    func `lines break at spaces, keep their indent, and lose nothing`() {
        func wrap(_ text: String, _ columns: Int) -> [String] {
            StyledLine(text).wrapped(to: columns).map(\.text)
        }
        #expect(wrap("  one two three", 10) == ["  one two", "  three"])
        #expect(wrap("漢字漢字漢", 5) == ["漢字", "漢字", "漢"])
        #expect(wrap("abcdefgh", 3) == ["abc", "def", "gh"])
        #expect(wrap("漢", 1) == ["漢"])
        #expect(wrap("", 5) == [""])
        let text = String(repeating: "word and longerword ", count: 30)
        for columns in 4...40 {
            let lines = wrap(text, columns)
            #expect(lines.allSatisfy { DisplayText.width($0) <= columns })
            #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
        }
    }

    @Test
    func `what was searched for stands out, whatever its case`() {
        let line = StyledLine("Say hello, Hello", "2").highlighting("hello")
        #expect(line.text == "Say hello, Hello")
        #expect(line.spans.filter { $0.look == "2;7" }.map(\.text) == ["hello", "Hello"])
    }
}
