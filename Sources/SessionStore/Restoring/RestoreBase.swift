internal import SessionModel

/// The state of a session that a restore is planned in, by what cannot go over to something else:
/// names of branches can, and so can texts that are erased.
struct RestoreBase: Sendable {
    let point: Point
    let head: Point
    /// The number of the branch that is written to, and of the one that the moment is on.
    let branch, source: BranchID
    private let digest: EventDigest
    private let epoch: UInt64?

    /// - Parameter name: of the branch to write to; nil: the moment's own.
    init(_ view: LogView, _ point: Point, on name: BranchName?) throws {
        let row = try view.writable(name ?? point.branch)
        let branch = try view.branch(row)
        self.point = point
        head = Point(branch: branch.name, revision: branch.head)
        (self.branch, source) = (row.id, try view.row(point.branch).id)
        digest = branch.digest
        epoch = try view.epoch()
    }

    /// Refuses to write what was planned where something else would come of it now.
    func check(_ view: LogView) throws {
        let row = try view.writable(head.branch)
        let now = try view.branch(row)
        guard row.id == branch, now.digest == digest else {
            throw Self.moved("\(head.branch) went on to revision \(now.head) from \(head.revision)")
        }
        guard try view.row(point.branch).id == source else {
            throw Self.moved("\(point.branch) is another branch than before")
        }
        guard let epoch, try view.epoch() == epoch else {
            throw Self.moved("what the session says was erased or compressed anew meanwhile")
        }
    }

    private static func moved(_ message: String) -> SessionError {
        SessionError(
            .headMoved, message, hint: "Restore again: what differs may be something else now.")
    }
}
