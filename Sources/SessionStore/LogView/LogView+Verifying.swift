internal import EventLog
internal import SessionModel

/// What a check of the whole file asks the log for.
extension LogView {
    /// A view of a file whose table of branches may be damaged: then it has none.
    init(ofDamaged reader: LogReader) {
        self.init(reader, branches: (try? reader.branches()) ?? [])
    }

    /// The same state with branches that were read before.
    func with(_ branches: [BranchRow]) -> LogView { LogView(reader, branches: branches) }

    /// The table of branches as it is stored.
    ///
    /// - Throws: what is wrong with it.
    func storedBranches() throws -> [BranchRow] { try reader.branches() }

    func stretch(from start: Position, keepingEntries: Bool) -> LogStretch {
        reader.stretch(from: start, keepingEntries: keepingEntries)
    }

    /// Checks the next stretch.
    func step(_ stretch: consuming LogStretch, _ verifier: inout LogVerifier) -> LogVerifier.Step {
        verifier.step(stretch, reader)
    }

    /// What is wrong with the schema; with `everything` also what SQLite's own check says.
    func databaseFindings(everything: Bool) throws -> [LogFinding] {
        try reader.schemaFindings() + (everything ? reader.databaseFindings() : [])
    }

    // MARK: What is stored beside the log

    func preview(of branch: BranchID) throws -> PreviewRow? { try reader.preview(of: branch) }

    /// Whether a preview is stored, damaged or not.
    func hasPreview(of branch: BranchID) throws -> Bool { try reader.hasPreview(of: branch) }

    func snapshotRevisions(
        of projection: String, version: Int, branch: BranchID
    ) throws -> Set<Revision> {
        try reader.snapshotRevisions(of: projection, version: version, branch: branch)
    }

    func subjectSnapshotRevisions(branch: BranchID) throws -> Set<Revision> {
        try reader.subjectSnapshotRevisions(branch: branch)
    }

    func isSubjectSnapshotRight(on line: Line, at revision: Revision) throws -> Bool {
        try reader.isSubjectSnapshotRight(on: line, at: revision)
    }
}

extension Session {
    /// Runs a read on one state of a file of which anything may be damaged.
    func readDamaged<Result: Sendable>(
        _ body: @escaping @Sendable (LogView) throws -> Result
    ) async throws -> Result {
        try await sessionErrors { try await log.read { try body(LogView(ofDamaged: $0)) } }
    }
}
