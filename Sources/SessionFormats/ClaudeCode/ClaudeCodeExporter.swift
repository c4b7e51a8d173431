public import SessionStore

/// Writes a session as a Claude Code transcript.
///
/// Records that were imported come out byte for byte, in the order of their file; subagents' files
/// under the names they had. Events that were appended otherwise become records where the format
/// has a form for them.
public struct ClaudeCodeExporter: Sendable {
    let session: Session

    public init(_ session: Session) { self.session = session }

    /// What an export wrote.
    public struct Report: Sendable {
        /// Records that came from a transcript, as they were.
        public var records = 0
        /// Events that were turned into records.
        public var converted = 0
        /// Kinds that the format has no form for, with how many there were of each.
        public var leftOut: [String: Int] = [:]
    }

    /// Gives `sink` the transcript line by line, each with its line break; a large one in pieces.
    ///
    /// - Parameters:
    ///   - moment: nil: everything that the session holds, all branches; otherwise the line of the
    ///     moment's branch up to there, in one file.
    ///   - sink: takes the file, nil for the transcript itself, otherwise the subagent's file
    ///     relative to the folder with the transcript's name (`subagents/agent-1.jsonl`).
    @discardableResult
    public func export(
        at moment: Moment? = nil, to sink: (_ file: String?, _ line: [UInt8]) throws -> Void
    ) async throws -> Report {
        var report = Report()
        let files = moment == nil ? try await subagentFiles() : [:]
        var converter = NativeRecords(session: session.id, branches: try await session.branches())
        for try await event in try await session.events(upTo: moment) {
            // Of the whole session each event is written once, where it was said first.
            if moment == nil, event.origin != nil { continue }
            let file = event.branch.flatMap { files[$0] }
            var line = PiecedLine()
            if let bytes = StoredRecords.bytes(of: event) {
                report.records += 1
                converter.pass(event)
                try line.add(bytes) { try sink(file, $0) }
                try line.end { try sink(file, $0) }
            } else if let record = converter.record(for: event) {
                report.converted += 1
                try record.forEachPieceOfLine { piece in
                    try line.add(piece) { try sink(file, $0) }
                }
                try line.end { try sink(file, $0) }
            } else if NativeRecords.isOfItsOwn(event), try await !session.isReplaced(event) {
                report.leftOut[event.kind.rawValue, default: 0] += 1
            }
        }
        return report
    }

    /// The file that each subagent's branch was imported from.
    private func subagentFiles() async throws -> [BranchName: String] {
        var files: [BranchName: String] = [:]
        for branch in try await session.branches() where branch.fork != nil {
            let settings = try await session.state(at: .head(of: branch.name)).settings
            let own = settings.filter { $0.revision > branch.fork?.revision ?? 0 }
            if let file = own.compactMap({ ImportMark.file(of: $0.subject) }).first {
                files[branch.name] = file
            }
        }
        return files
    }
}
