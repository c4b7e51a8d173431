internal import Crypto
public import SessionModel

extension Session {
    /// A text that is another one once an answer about a branch can be another one: what a cache,
    /// and an entity tag of HTTP, is made of.
    ///
    /// It is made of the digests of the branch's head and of the control line's, the branch's name,
    /// and the epoch, which erasing and compacting raise.
    ///
    /// - Returns: 32 hexadecimal digits.
    /// - Throws: `branchNotFound`.
    /// - Cost: two heads, whatever the length of the log.
    public func stamp(of branch: BranchName) async throws -> String {
        try await glanceAtPositions { view in
            let row = try view.row(branch)
            let own = try view.head(of: view.line(row.id)).digest
            let control = try view.head(of: view.line(.control)).digest
            let epoch = try view.epoch() ?? 0
            return Self.stamp("\(own) \(control) \(epoch) \(row.isArchived) \(branch)")
        }
    }

    /// The same of an answer about anything that is in the session, all branches together. It is
    /// made of the last event's position and digest, and the epoch.
    ///
    /// - Cost: one row.
    public func stamp() async throws -> String {
        try await glanceAtPositions { view in
            let extent = try view.extent()
            return Self.stamp("\(extent.position) \(extent.digest) \(extent.epoch ?? 0)")
        }
    }

    private static func stamp(_ text: String) -> String {
        SHA256.hash(data: Array(text.utf8)).prefix(16).hexDigits
    }
}
