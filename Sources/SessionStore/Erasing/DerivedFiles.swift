internal import SessionModel

/// Which states of files are computed from which events: erasing one of these takes the content of
/// the states along.
struct DerivedFiles {
    private let view: LogView
    /// By the position of a cause: those of the file changes that it led to.
    private let changes: [Position: [Position]]

    /// - Cost: one pass over the log's headers, and one seek for each change of a file.
    init(_ view: LogView) throws {
        self.view = view
        var changes: [Position: [Position]] = [:]
        try view.forEachReadableEntry(headersOnly: true) { entry in
            guard entry.kind == .fileChanged, !entry.isErased,
                let source = try LogError.unlessDamaged({
                    try view.source(of: entry, headersOnly: true)
                })
            else { return }
            changes[source.position, default: []].append(entry.position)
        }
        self.changes = changes
    }

    /// The states that are computed from an event, with their contents, in the order written.
    func states(of source: Position) throws -> [(event: Event, content: [UInt8]?)] {
        try (changes[source] ?? []).compactMap { position in
            try LogError.unlessDamaged { try state(at: position) }
        }
    }

    private func state(at position: Position) throws -> (event: Event, content: [UInt8]?)? {
        guard let entry = try view.entry(at: position), entry.content == nil else {
            return nil
        }
        let change = FileChanged(JSON(unchecked: entry.body), version: entry.version)
        guard change.derivation != nil else { return nil }
        return (try view.event(entry), try view.content(of: entry, change))
    }
}
