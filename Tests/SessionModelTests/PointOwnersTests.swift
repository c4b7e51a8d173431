import SessionModel
import Testing

@Suite("Whose event a point is")
struct BranchOwnerTests {
    private func branch(_ name: BranchName, _ head: Revision, _ fork: Point? = nil) throws -> Branch
    {
        let digest = try #require(EventDigest([UInt8](repeating: 0, count: 32)))
        return Branch(name: name, fork: fork, head: head, digest: digest)
    }

    private func fork(_ branch: BranchName, _ revision: Revision) -> Point {
        Point(branch: branch, revision: revision)
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
