internal import SessionModel

/// Which events a line has, whether they were written on it or stand there for others.
struct LineMembers {
    let end: LineEnd
    /// The headers of the events that stand for others.
    let entries: [LogEntry]
    /// The revisions of events that stand for others, by the digests of these.
    private let standIns: [EventDigest: Revision]
    private let view: LogView

    /// - Parameter from: the first revision that may stand for another one's event.
    init(_ end: LineEnd, from: Revision, _ view: LogView) throws {
        self.end = end
        self.view = view
        var standIns: [EventDigest: Revision] = [:]
        entries = try view.standIns(on: end.line, from: from, through: end.revision)
        for entry in entries {
            if let origin = entry.origin { standIns[origin] = entry.revision }
        }
        self.standIns = standIns
    }

    /// The revision on this line of an event of another one, or of what it stands for; nil where
    /// this line has neither.
    func revision(of entry: LogEntry) throws -> Revision? {
        let known = standIns[view.identity(of: entry)] ?? revision(writtenOn: entry)
        guard known == nil, entry.origin != nil else { return known }
        guard let position = entry.originPosition,
            let original = try view.entry(at: position, headersOnly: true)
        else { return nil }
        return revision(writtenOn: original)
    }

    func revisions(
        sharedWith other: LineMembers, behind common: Revision
    ) throws -> [ClosedRange<Revision>] {
        let own = try entries.filter { try other.revision(of: $0) != nil }
            .map(\.revision)
        let theirs = try other.entries.compactMap { try revision(of: $0) }
        return Set(own + theirs).filter { $0 > common }.sorted().reduce(into: []) { list, next in
            if let last = list.last, last.upperBound + 1 == next {
                list[list.count - 1] = last.lowerBound...next
            } else {
                list.append(next...next)
            }
        }
    }

    private func revision(writtenOn entry: LogEntry) -> Revision? {
        let owner = end.line.segments(from: entry.revision, through: entry.revision).first
        return entry.revision <= end.revision && owner?.branch == entry.branch
            ? entry.revision : nil
    }
}
