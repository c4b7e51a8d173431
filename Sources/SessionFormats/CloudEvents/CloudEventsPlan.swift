import SessionStore

/// What a first reading of a CloudEvents transcript tells, before anything is written.
///
/// Events name their branch as it was called when they were exported, and what they stand for by
/// digests that the new session does not have. So the final names are led back to branches, and the
/// digests that matter are known beforehand instead of keeping all.
struct CloudEventsPlan {
    /// The branch, in the order of forking, that has a name in the end.
    private(set) var laneByName: [BranchName: Int] = [.main: 0]
    private(set) var laneCount = 1
    /// Digests that later events refer to.
    private(set) var wanted: Set<EventDigest> = []
    /// When the first event happened.
    private(set) var startedAt: Timestamp?

    init(_ path: String) throws {
        var reader = try CloudEventsReader(path)
        defer { reader.close() }
        while let (event, _) = try reader.next() {
            startedAt = startedAt ?? event.draft.occurredAt
            if let origin = event.draft.origin { wanted.insert(origin) }
            if event.draft.kind == .branchMerged {
                let record = BranchMerged(event.draft.body, version: event.draft.version)
                wanted.formUnion([record.ours, record.theirs].compactMap { $0 } + record.picked)
            }
            if event.draft.kind == .contentRedacted {
                let record = ContentRedacted(event.draft.body, version: event.draft.version)
                wanted.formUnion(record.digests)
            }
            guard event.branch == nil else { continue }
            if event.draft.kind == .branchForked {
                let fork = BranchForked(event.draft.body, version: 1)
                laneByName[fork.name] = laneCount
                laneCount += 1
                if let from = fork.from { wanted.insert(from) }
            } else if event.draft.kind == .tagSet {
                let tag = TagSet(event.draft.body, version: event.draft.version)
                if let at = tag.at { wanted.insert(at) }
            } else if event.draft.kind == .branchRenamed {
                let change = BranchRenamed(event.draft.body, version: 1)
                if let lane = laneByName.removeValue(forKey: change.from) {
                    laneByName[change.to] = lane
                }
            }
        }
    }
}

/// Reads events from the lines of a file.
struct CloudEventsReader {
    private var lines: LineReader

    init(_ path: String) throws(SessionError) { lines = try LineReader(path) }

    func close() { lines.close() }

    /// The next event and the line it stands on; nil at the end.
    mutating func next() throws -> (event: CloudEvent, line: Int)? {
        while let line = try lines.next() {
            if line.bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
            return (try EventLineReader.read(line.bytes, line: line.number), line.number)
        }
        return nil
    }
}
