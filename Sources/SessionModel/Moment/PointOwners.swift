/// Finds the branch whose own events hold a point: a fork of a fork may begin on the grandparent's
/// part of the line.
package struct PointOwners: Sendable {
    private let forkPoints: [BranchName: Point]
    /// The branches that begin at a point and have events of their own.
    package private(set) var forks: [Point: [BranchName]] = [:]

    package init(_ branches: [Branch]) {
        forkPoints = Dictionary(
            branches.compactMap { branch in branch.fork.map { (branch.name, $0) } },
            uniquingKeysWith: { first, _ in first })
        for branch in branches {
            guard let fork = branch.fork, branch.head > fork.revision else { continue }
            forks[owner(of: fork), default: []].append(branch.name)
        }
    }

    package func owner(of point: Point) -> Point {
        var owner = point
        // A chain of forks is at most as long as there are branches; a damaged one might be a ring.
        for _ in 0...forkPoints.count {
            guard let fork = forkPoints[owner.branch], owner.revision <= fork.revision else {
                break
            }
            owner = Point(branch: fork.branch, revision: owner.revision)
        }
        return owner
    }
}
