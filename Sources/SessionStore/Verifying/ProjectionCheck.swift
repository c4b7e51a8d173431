public import SessionModel

/// What became of rebuilding every projection from revision 1.
public struct ProjectionCheck: Sendable, Hashable {
    /// How much was rebuilt, and compared with what is stored.
    public struct Counts: Sendable, Hashable {
        /// Events that were folded.
        public var events = 0
        /// Branches whose row was compared.
        public var branches = 0
        /// Previews that were compared, one for each branch.
        public var previews = 0
        /// Snapshots that were compared, of all projections that are known here.
        public var snapshots = 0

        /// Nothing yet.
        public init() {}
    }

    /// How much was looked at, also where something differs.
    public let counts: Counts
    /// Whether everything that is stored is what the log says.
    public var isSame: Bool { findings == 0 }
    /// How many differences there are, damage that hinders comparing included.
    public let findings: Int
}

extension Session {
    /// Rebuilds every projection event by event from revision 1, and compares the stored previews,
    /// their snapshots and the table of branches with what comes of it. Opened for
    /// ``Mode/verifying``, a damaged file is checked too, as far as it can be read.
    ///
    /// - Parameters:
    ///   - progress: called with the positions done and their number, every thousand or so.
    ///   - report: called with each difference as it is found.
    /// - Cost: that of ``verify(_:progress:)``, whose walk it is.
    public func checkProjections(
        progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil,
        report: (Finding) -> Void = { _ in }
    ) async throws -> ProjectionCheck {
        var findings = 0
        let pass = try await walk(.everything, progress) { finding in
            findings += 1
            report(finding)
        }
        return ProjectionCheck(counts: pass.counts, findings: findings)
    }
}
