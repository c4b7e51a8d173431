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

    /// Gives `sink` the files piece by piece.
    ///
    /// - Parameters:
    ///   - moment: nil: everything that the session holds, all branches; otherwise the line of the
    ///     moment's branch up to there, in one file.
    ///   - sink: takes the file, nil for the transcript itself, otherwise the subagent's file
    ///     relative to the folder with the transcript's name (`subagents/agent-1.jsonl`), or what
    ///     the tool wrote beside it (`subagents/agent-1.meta.json`).
    @discardableResult
    public func export(
        at moment: Moment? = nil, to sink: (_ file: String?, _ bytes: [UInt8]) throws -> Void
    ) async throws -> Report {
        var report = Report()
        let marks = moment == nil ? try await marks() : Marks()
        let id = try await forkID(at: moment)
        var files: [String?: TranscriptFile] = [:]
        var converter = NativeRecords(
            session: session.id, transcript: id, branches: try await session.branches())
        for try await event in try await session.events(upTo: moment) {
            // Of the whole session each event is written once, where it was said first.
            if moment == nil, event.origin != nil { continue }
            let name = event.branch.flatMap { marks.files[$0] }
            var file = files[name] ?? TranscriptFile(marks.byFile[name]?.gaps)
            var line = PiecedLine()
            if let bytes = StoredRecords.bytes(of: event) {
                report.records += 1
                let isOfFork = marks.isOfFork(event) || event.origin != nil
                converter.pass(event, isOfFork: isOfFork)
                let gap = isOfFork ? file.gapBeforeOther() : file.gapBeforeRecord()
                try line.add(gap) { try sink(name, $0) }
                // What a merge took over carries the id of the line that it is on now.
                let own = id ?? (event.origin == nil ? nil : converter.transcriptID)
                for piece in Self.pieces(of: bytes, own) {
                    try line.add(piece) { try sink(name, $0) }
                }
            } else if let record = converter.record(for: event) {
                report.converted += 1
                try line.add(file.gapBeforeOther()) { try sink(name, $0) }
                try record.forEachPieceOfLine { piece in
                    try line.add(piece) { try sink(name, $0) }
                }
            } else if NativeRecords.isOfItsOwn(event), try await !session.isReplaced(event) {
                report.leftOut[event.kind.rawValue, default: 0] += 1
                continue
            } else {
                continue
            }
            files[name] = file
            try line.flush { try sink(name, $0) }
        }
        for (name, file) in files where !file.end.isEmpty { try sink(name, file.end) }
        for name in marks.byFile.keys.compactMap({ $0 }).sorted() {
            guard let meta = marks.byFile[name]?.meta else { continue }
            try sink(SubagentMeta.name(beside: name), Array(meta.utf8))
        }
        return report
    }

    /// A record, with another id for its transcript.
    private static func pieces(of record: [UInt8], _ id: String?) -> [[UInt8]] {
        guard let id, let place = JSON(unchecked: record)["sessionId"]?.range else {
            return [record]
        }
        return [
            Array(record[..<place.lowerBound]), JSON.string(id).bytes,
            Array(record[place.upperBound...]),
        ]
    }

    /// The id that a branch's export carries: the one under which it came home, else one of its
    /// own, the same each time. nil: that of the transcript, as for `main`, for a subagent's
    /// branch, and for the whole session.
    private func forkID(at moment: Moment?) async throws -> String? {
        guard let moment else { return nil }
        let name = try await session.resolve(moment).branch
        guard name != .main,
            let branch = try await session.branches().first(where: { $0.name == name }),
            let fork = branch.fork
        else { return nil }
        for setting in try await ownSettings(of: branch) {
            if ImportMark.file(of: setting.subject) != nil { return nil }
            if let mark = ForkMark(subject: setting.subject, setting.value) {
                return mark.transcript
            }
        }
        return ForkMark.ownID(of: name, at: fork, session: session.id)
    }

    /// The name that the transcript had, without folders; nil where the session is no import.
    ///
    /// - Parameter moment: what is exported, as for ``export(at:to:)``; a fork is named after its
    ///   id.
    public func transcriptName(at moment: Moment? = nil) async throws -> String? {
        if let id = try await forkID(at: moment) { return id + ".jsonl" }
        guard let name = try await ImportMark.last(in: session)?.file else { return nil }
        let isPlain = !["", ".", ".."].contains(name) && !name.contains { "/\0".contains($0) }
        return isPlain ? name : nil
    }

    /// How far imports came.
    private struct Marks {
        /// The last mark of each file; nil is the transcript itself.
        var byFile: [String?: ImportMark] = [:]
        /// The subagent's file that a branch was imported from.
        var files: [BranchName: String] = [:]
        /// What forks brought home, by branch.
        var forks: [BranchName: [ForkMark]] = [:]

        /// Whether a record came by a fork's transcript.
        func isOfFork(_ event: Event) -> Bool {
            guard let marks = event.branch.flatMap({ forks[$0] }) else { return false }
            return marks.contains { $0.holds(event.revision) }
        }
    }

    private func marks() async throws -> Marks {
        var marks = Marks()
        marks.byFile[nil] = try await ImportMark.last(in: session)
        for branch in try await session.branches() {
            for setting in try await ownSettings(of: branch) {
                if let fork = ForkMark(subject: setting.subject, setting.value) {
                    marks.forks[branch.name, default: []].append(fork)
                }
                guard let file = ImportMark.file(of: setting.subject) else { continue }
                marks.files[branch.name] = file
                marks.byFile[file] = ImportMark(setting.value)
            }
        }
        return marks
    }

    /// What is set at a branch's head and was set on the branch itself.
    private func ownSettings(of branch: Branch) async throws -> [SessionState.Setting] {
        try await session.state(at: .head(of: branch.name)).settings
            .filter { $0.revision > branch.fork?.revision ?? 0 }
    }
}
