internal import EventLog
internal import SessionModel

extension LogView {
    func difference(from: Point, to: Point) throws -> Difference {
        let old = try end(from)
        let new = try end(to)
        let common = old.line.common(
            through: old.revision, with: new.line, through: new.revision)
        func subjects(_ kind: EventKind) throws -> [SubjectDifference] {
            try reader.changedSubjects(kind: kind, from: old, to: new) {
                SubjectDifference($0, $1)
            }.sorted { $0.subject < $1.subject }
        }
        let shared = try shared(old, new, behind: common)
        return Difference(
            from: Difference.Side(point: from, common: common, shared: shared.old),
            to: Difference.Side(point: to, common: common, shared: shared.new), common: common,
            title: try title(old, new),
            files: try FileComparison(self, from: from, to: to, common: common).differences(),
            settings: try subjects(.settingChanged), editor: try subjects(.editorChanged),
            explorer: try subjects(.explorerChanged), terminal: try subjects(.terminalChanged))
    }

    /// The title that was given last; of an erased one nothing is known, so that the one before it
    /// stands. nil: none, or it was taken away.
    func title(_ end: LineEnd) throws -> String? {
        try latest(.titleChanged, on: end) { !$0.isErased }
            .flatMap { try event($0).title }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The newest entry of a kind without subject that fits, with its payload. Cost: a seek for it
    /// and for each that is newer.
    func latest(
        _ kind: EventKind, on end: LineEnd, where fits: (LogEntry) -> Bool
    ) throws -> LogEntry? {
        var through = end.revision
        while let entry = try reader.latest(
            kind: kind, subject: nil, on: end.line, through: through, headersOnly: true)
        {
            if fits(entry) { return try reader.entry(at: entry.position) }
            through = entry.revision - 1
        }
        return nil
    }

    private func title(_ old: LineEnd, _ new: LineEnd) throws -> Difference.Change<String>? {
        let change = Difference.Change(old: try title(old), new: try title(new))
        // Bytes: Swift's strings are equal where Unicode calls them equivalent.
        return change.old.map { Array($0.utf8) } == change.new.map { Array($0.utf8) } ? nil : change
    }
}

extension SubjectDifference {
    /// nil where both sides have the same value.
    fileprivate init?(_ old: LogEntry?, _ new: LogEntry?) {
        guard let subject = old?.subject ?? new?.subject else { return nil }
        func value(_ entry: LogEntry?) -> JSON? {
            guard let entry, !entry.isErased else { return nil }
            let change = SubjectChanged(JSON(unchecked: entry.body))
            return change.isRemoved ? nil : change.value
        }
        let (left, right) = (value(old), value(new))
        guard left != right else { return nil }
        self.init(subject: subject, old: left, new: right)
    }
}
