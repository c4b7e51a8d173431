internal import EventLog
internal import SessionModel

/// Which events a line has, whether they were written on it or stand there for others.
struct LineMembers {
    let end: LineEnd
    /// The revisions of events that stand for others, by the digests of these.
    private let standIns: [Digest: Int]
    private let view: LogView

    /// - Parameter from: the first revision that may stand for another one's event.
    init(_ end: LineEnd, from: Int64, _ view: LogView) throws {
        self.end = end
        self.view = view
        var standIns: [Digest: Int] = [:]
        for entry in try view.reader.standIns(on: end.line, from: from, through: end.revision) {
            if let origin = entry.origin { standIns[view.digest(origin)] = Int(entry.revision) }
        }
        self.standIns = standIns
    }

    /// The revision on this line of an event of another one, or of what it stands for; nil where
    /// this line has neither.
    func revision(of entry: LogEntry) throws -> Int? {
        if let known = standIns[view.identity(of: entry)] { return known }
        guard entry.origin != nil else { return revision(writtenOn: entry) }
        guard let position = entry.originPosition,
            let original = try view.reader.entry(at: position, headersOnly: true)
        else { return nil }
        return revision(writtenOn: original)
    }

    private func revision(writtenOn entry: LogEntry) -> Int? {
        let owner = end.line.segments(from: entry.revision, through: entry.revision).first
        return entry.revision <= end.revision && owner?.branch == entry.branch
            ? Int(entry.revision) : nil
    }
}

extension LogView {
    /// The digest that an event is known by wherever it was taken over to.
    func identity(of entry: LogEntry) -> Digest { digest(entry.origin ?? entry.digest) }
}
