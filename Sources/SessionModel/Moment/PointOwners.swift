/// Finds the branch whose own events hold a point: a fork of a fork may begin on the grandparent's
/// part of the line.
///
/// ```swift
/// let owners = PointOwners(try await session.branches())
/// owners.owner(of: Point(branch: "idea", revision: 3))  // main@3, where idea begins later
/// ```
public struct PointOwners: Sendable {
    private let forkPoints: [BranchName: Point]
    /// The branches that begin at a point and have events of their own.
    public private(set) var forks: [Point: [BranchName]] = [:]

    /// - Parameter branches: all of a session's. Damaged ones, whose forks go round in a ring, do
    ///   no harm.
    /// - Cost: a chain of forks each.
    public init(_ branches: [Branch]) {
        forkPoints = Dictionary(
            branches.compactMap { branch in branch.fork.map { (branch.name, $0) } },
            uniquingKeysWith: { first, _ in first })
        for branch in branches {
            guard let fork = branch.fork, branch.head > fork.revision else { continue }
            forks[owner(of: fork), default: []].append(branch.name)
        }
    }

    /// The point on the branch whose own event it is: the point itself where that is its branch.
    ///
    /// - Cost: the chain of forks below the branch.
    public func owner(of point: Point) -> Point {
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
