import Generators
import Testing
import Texts

@Suite("Line diffs")
struct LineDiffTests {
    private func lines(_ text: String) -> TextLines { TextLines(Array(text.utf8)) }

    /// The length of a longest common sequence of lines, the plain way.
    private func commonLength(_ old: TextLines, _ new: TextLines) -> Int {
        var row = [Int](repeating: 0, count: new.count + 1)
        for x in 0..<old.count {
            var corner = 0
            for y in 0..<new.count {
                let above = row[y + 1]
                row[y + 1] = old[x] == new[y] ? corner + 1 : max(above, row[y])
                corner = above
            }
        }
        return row[new.count]
    }

    private func checkLaws(_ diff: LineDiff, _ old: TextLines, _ new: TextLines) {
        #expect(diff.apply(to: old, takingFrom: new) == new.bytes)
        var (x, y) = (0, 0)
        for match in diff.matches {
            #expect(match.old.lowerBound >= x && match.new.lowerBound >= y)
            #expect(match.old.count == match.new.count && !match.old.isEmpty)
            #expect(old[match.old] == new[match.new])
            (x, y) = (match.old.upperBound, match.new.upperBound)
        }
        let shown = diff.hunks(context: 2).flatMap(\.lines)
        #expect(
            shown.count { if case .removed = $0 { true } else { false } } == diff.counts.removed)
        #expect(shown.count { if case .added = $0 { true } else { false } } == diff.counts.added)
    }

    @Test(arguments: UInt64(1)...60)
    func `the edits turn old into new and are as few as can be`(seed: UInt64) {
        var random = Seeded(state: seed)
        let kinds = Int(seed % 6) + 1
        let old = TextLines(random.text(lines: 60, kinds: kinds))
        let new = TextLines(random.text(lines: 60, kinds: kinds))
        let diff = LineDiff(from: old, to: new)
        checkLaws(diff, old, new)
        #expect(!diff.isCoarse)
        #expect(diff.matches.reduce(0) { $0 + $1.old.count } == commonLength(old, new))
    }

    @Test(arguments: UInt64(1)...30)
    func `with no budget left the answer is coarse and still right`(seed: UInt64) {
        var random = Seeded(state: seed)
        let old = TextLines(random.text(lines: 80, kinds: 100))
        let new = TextLines(random.text(lines: 80, kinds: 100))
        let diff = LineDiff(from: old, to: new, budget: Int(seed))
        checkLaws(diff, old, new)
    }

    @Test func `lines that occur once are found even without a budget`() {
        let numbers = (0..<200).map { "line \($0)\n" }
        let old = lines(numbers.joined() + "x\nx\n")
        let new = lines("x\n" + numbers.filter { !$0.hasSuffix("7\n") }.joined() + "x\ny\n")
        let diff = LineDiff(from: old, to: new, budget: 0)
        #expect(diff.isCoarse)
        checkLaws(diff, old, new)
        #expect(diff.counts.removed <= 22)
    }

    @Test func `a text that only looks for trouble ends within its budget`() {
        // Every line matches thousands of others: all of it would be 10⁹ steps.
        var random = Seeded(state: 7)
        let pick = { (random: inout Seeded) in
            (0..<30_000).map { _ in Bool.random(using: &random) ? "{\n" : "}\n" }.joined()
        }
        let (old, new) = (lines(pick(&random)), lines(pick(&random)))
        let diff = LineDiff(from: old, to: new, budget: 1 << 18)
        #expect(diff.isCoarse)
        #expect(diff.apply(to: old, takingFrom: new) == new.bytes)
    }

    @Test func `a rewritten text of lines that repeat takes little of the budget`() {
        // A shortest diff of these has 18,000 differences: 80,000,000 steps and more.
        var random = Seeded(state: 11)
        func text() -> TextLines {
            lines((0..<10_000).map { _ in "line \(random.number(0...299))\n" }.joined())
        }
        let (old, new) = (text(), text())
        let diff = LineDiff(from: old, to: new)
        #expect(diff.isCoarse && diff.apply(to: old, takingFrom: new) == new.bytes)
        #expect(diff == LineDiff(from: old, to: new, budget: LineDiff.defaultBudget / 2))
        // Nearly what a longest common sequence has: 2 lines of √300.
        #expect(diff.counts.removed < 9_200)
    }

    @Test func `what lies behind the last line that is told apart counts as one line`() {
        let old = TextLines(Array("a\nb\nc\nd\ne\n".utf8), limit: 3)
        let new = TextLines(Array("a\nx\nb\nc\nd\n".utf8), limit: 3)
        #expect(old.count == 3 && old[2] == Array("c\nd\ne\n".utf8)[...])
        checkLaws(LineDiff(from: old, to: new), old, new)
        #expect(TextLines(Array("a\nb\n".utf8), limit: 3).count == 2)
    }

    @Test(arguments: [
        ("", "", 0, 0), ("", "a", 0, 1), ("a\n", "", 1, 0), ("a", "a\n", 1, 1),
        ("a\r\nb\r\n", "a\nb\r\n", 1, 1), ("a\nb\nc\n", "a\nc\nd\n", 1, 1), ("a\n\n", "a\n", 1, 0),
    ])
    func `ends of lines count`(old: String, new: String, removed: Int, added: Int) {
        let diff = LineDiff(from: lines(old), to: lines(new))
        checkLaws(diff, lines(old), lines(new))
        #expect(diff.counts == (removed, added))
    }

    @Test func `a new function begins with its own first line`() {
        let old = lines("func a() {\n}\n\nend\n")
        let new = lines("func a() {\n}\n\nfunc b() {\n}\n\nend\n")
        let edits = LineDiff(from: old, to: new).edits
        #expect(edits.map(\.old) == [3..<3] && edits.map(\.new) == [3..<6])
    }

    @Test func `edits far apart stand in hunks of their own`() {
        let numbers = (0..<40).map { "\($0)\n" }
        var changed = numbers
        changed[2] = "two\n"
        changed[8] = "eight\n"
        changed[30] = "thirty\n"
        let hunks = LineDiff(from: lines(numbers.joined()), to: lines(changed.joined())).hunks()
        #expect(hunks.map(\.old) == [0..<12, 27..<34])
        #expect(hunks[0].lines.count == 14)
    }
}

extension Seeded {
    /// Lines of few kinds, so that many can be matched in many ways; the last one may lack its
    /// end.
    fileprivate mutating func text(lines: Int, kinds: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 0...lines, using: &self) {
            bytes += [UInt8.random(in: 0..<UInt8(kinds), using: &self) &* 37, 0x0A]
        }
        if Bool.random(using: &self) { bytes = bytes.dropLast() }
        return bytes
    }
}
