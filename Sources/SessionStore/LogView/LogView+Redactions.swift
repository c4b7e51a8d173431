internal import EventLog
internal import SessionModel

extension LogView {
    func erasedTitles(_ end: LineEnd, from: Revision) throws -> Int {
        try end.line.segments(from: from, through: end.revision).reduce(0) { count, segment in
            try count
                + reader.entries(
                    kind: .titleChanged, writtenOn: segment.branch,
                    revisions: segment.revisions
                ).count { $0.isErased }
        }
    }

    func forEachRedaction(_ body: (Redaction) throws -> Void) throws {
        let control = try line(.control)
        var through = Revision.max
        var entries: [LogEntry] = []
        while through > 0,
            let entry = try reader.latest(
                kind: .contentRedacted, subject: nil, on: control,
                through: through)
        {
            entries.append(entry)
            through = entry.revision - 1
        }
        for entry in entries.reversed() {
            let recorded = ContentRedacted(JSON(unchecked: entry.body), version: entry.version)
            try body(
                Redaction(
                    actor: entry.actor ?? .erased,
                    authority: recorded.authority, reason: recorded.reason,
                    erasedAt: entry.occurred, digests: recorded.digests))
        }
    }

    /// The entry that a writer gave this id on a line, an erased one too: so nothing that was
    /// erased comes back by being appended again.
    func entry(id: String, on line: Line) throws -> LogEntry? {
        if let entry = try reader.entry(id: id, on: line) { return entry }
        let control = try self.line(.control)
        let erasure = try reader.latest(
            kind: .contentRedacted, subject: nil, on: control, headersOnly: true)
        return erasure == nil ? nil : try reader.erasedEntry(id: id, on: line)
    }
}

extension LogView {
    func redactions() throws -> [Redaction] {
        var found: [Redaction] = []
        try forEachRedaction { found.append($0) }
        return found
    }
}
