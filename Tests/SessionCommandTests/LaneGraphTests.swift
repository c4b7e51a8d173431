import SessionStore
import Testing

@testable import session

@Suite("The graph of branches")
struct LaneGraphTests {
    private let digest = EventDigest([UInt8](repeating: 0, count: 32))

    private func branch(_ name: BranchName, _ head: Int, _ fork: Point? = nil) throws -> Branch {
        Branch(name: name, fork: fork, head: head, digest: try #require(digest))
    }

    private func event(_ branch: BranchName, _ revision: Int) throws -> Event {
        Event(
            position: 1, branch: branch, revision: revision, kind: .noteAdded, actor: .system,
            occurredAt: Timestamp(microseconds: 0), recordedAt: Timestamp(microseconds: 0),
            body: .null, digest: try #require(digest))
    }

    /// What is drawn for events in the order given, each row with its event at the end.
    private func draw(
        _ branches: [Branch], _ events: [(BranchName, Int)], isAscending: Bool = false
    ) throws -> [String] {
        var graph = LaneGraph(branches, isAscending: isAscending, style: .plain)
        var rows: [String] = []
        for (branch, revision) in events {
            let drawing = graph.draw(try event(branch, revision))
            rows += drawing.above + [drawing.prefix + "\(branch)\(revision)"] + drawing.below
        }
        return rows.map { $0.replacing(#/ +$/#, with: "") }
    }

    private func fork(_ branch: BranchName, _ revision: Int) -> Point {
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
        let order: [(BranchName, Int)] = [
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

    @Test
    func `a fork on the inherited part of a line begins at the branch that wrote it`() throws {
        let owners = PointOwners(
            try [branch("m", 9), branch("a", 9, fork("m", 5)), branch("b", 9, fork("a", 3))])
        #expect(owners.owner(of: fork("b", 2)) == fork("m", 2))
        #expect(owners.owner(of: fork("a", 6)) == fork("a", 6))
    }

    @Test
    func `forks that point at each other do not hang`() throws {
        let owners = PointOwners(try [branch("a", 9, fork("b", 5)), branch("b", 9, fork("a", 5))])
        _ = owners.owner(of: fork("a", 1))
    }
}
