import SessionAnswers
import SessionStore
import Testing

@testable import session

@Suite("The graph of branches, drawn")
struct LaneDrawingTests {
    private let digest = EventDigest([UInt8](repeating: 0, count: 32))

    private func branch(_ name: BranchName, _ head: Revision, _ fork: Point? = nil) throws -> Branch
    {
        Branch(name: name, fork: fork, head: head, digest: try #require(digest))
    }

    private func event(_ branch: BranchName, _ revision: Revision) throws -> Event {
        Event(
            position: 1, branch: branch, revision: revision, kind: .noteAdded, actor: .system,
            occurredAt: Timestamp(microseconds: 0), recordedAt: Timestamp(microseconds: 0),
            body: .null, digest: try #require(digest))
    }

    /// What is drawn for events in the order given, each row with its event at the end.
    private func draw(
        _ branches: [Branch], _ events: [(BranchName, Revision)], isAscending: Bool = false
    ) throws -> [String] {
        var graph = LaneGraph(branches, isAscending: isAscending)
        let drawing = LaneDrawing(style: .plain)
        var rows: [String] = []
        for (branch, revision) in events {
            let row = graph.row(of: try event(branch, revision))
            let own = drawing.prefix(row)
            #expect(DisplayText.width(own) == drawing.width(row))
            rows += row.above.map { drawing.line($0) } + [own + "\(branch)\(revision)"]
            rows += row.below.map { drawing.line($0) }
        }
        return rows.map { $0.replacing(#/ +$/#, with: "") }
    }

    private func fork(_ branch: BranchName, _ revision: Revision) -> Point {
        Point(branch: branch, revision: revision)
    }

    @Test
    func `one branch is one lane`() throws {
        #expect(
            try draw([branch("main", 2)], [("main", 2), ("main", 1)]) == ["● main2", "● main1"])
    }

    @Test
    func `a branch joins its parent at the fork`() throws {
        let branches = try [branch("main", 3), branch("a", 3, fork("main", 1))]
        let order: [(BranchName, Revision)] = [
            ("a", 3), ("main", 3), ("a", 2), ("main", 2), ("main", 1),
        ]
        #expect(
            try draw(branches, order) == [
                "  ● a3", "● │ main3", "│ ● a2", "● │ main2", "├─╯", "● main1",
            ])
        #expect(
            try draw(branches, order.reversed(), isAscending: true) == [
                "● main1", "├─╮", "● │ main2", "│ ● a2", "● │ main3", "  ● a3",
            ])
    }

    @Test
    func `a parent that went no further bends into its branch`() throws {
        let branches = try [branch("main", 1), branch("a", 2, fork("main", 1))]
        #expect(try draw(branches, [("a", 2), ("main", 1)]) == ["  ● a2", "╭─╯", "● main1"])
        #expect(
            try draw(branches, [("main", 1), ("a", 2)], isAscending: true) == [
                "● main1", "╰─╮", "  ● a2",
            ])
    }

    @Test
    func `two branches from one event join one after the other`() throws {
        let branches = try [
            branch("main", 2), branch("a", 2, fork("main", 1)), branch("b", 2, fork("main", 1)),
        ]
        #expect(
            try draw(branches, [("b", 2), ("a", 2), ("main", 2), ("main", 1)]) == [
                "  ● b2", "  │ ● a2", "● │ │ main2", "├─┼─╯", "├─╯", "● main1",
            ])
    }

    @Test
    func `where main itself is a fork, its parent's line goes on in main's lane`() throws {
        let branches = try [branch("old", 2), branch("main", 2, fork("old", 1))]
        #expect(
            try draw(branches, [("main", 2), ("old", 2), ("old", 1)]) == [
                "● main2", "│ ● old2", "├─╯", "● old1",
            ])
        #expect(try draw(branches, [("main", 2), ("old", 1)]) == ["● main2", "● old1"])
    }
}
