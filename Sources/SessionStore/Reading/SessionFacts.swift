package import SessionModel

/// What an index says of a session, read on one state of its file without going through its log.
package struct SessionFacts: Sendable {
    /// The session's random id.
    package let session: String
    /// Which state of the log it is: another one after each erasure and each compaction. Nil: the
    /// file has none.
    package let epoch: UInt64?
    /// The last position; 0: the log is empty.
    package let events: Position
    /// In the order they began; one at least.
    package let branches: [BranchFacts]
    /// Whether a hold keeps it from being erased and pruned.
    package let isHeld: Bool
    /// Whether it takes no more events.
    package let isArchived: Bool
    /// Of the branch that a list shows.
    package let settings: IndexedSettings

    /// A branch with what a list shows of it.
    package struct BranchFacts: Sendable {
        /// Its number in the file, from 1.
        package let number: BranchID
        /// The line it left; nil: it is the first.
        package let parent: BranchID?
        /// The last revision that it shares with it.
        package let fork: Revision?
        /// At the branch's head.
        package let preview: Preview
    }

    /// How many branches are a subagent's, as importers call them.
    package var subagents: Int { branches.count { $0.preview.branch.isOfSubagent } }

    /// The branch that a list shows: `main`, or the first one where that was renamed.
    package var main: BranchFacts { Self.main(branches) { $0.preview.branch } }

    static func main<Branch>(_ branches: [Branch], _ name: (Branch) -> BranchName) -> Branch {
        branches.first { name($0) == .main } ?? branches[0]
    }
}

/// Settings of a session that a list of sessions is narrowed by.
package struct IndexedSettings: Sendable {
    /// The tool whose transcript it was made of.
    package var source: String?
    /// The folder it began in.
    package var folder: String?
    /// The branch of that folder's repository.
    package var gitBranch: String?
    /// Whether a list shows it before others.
    package var isPinned = false

    /// The name of the setting that pins a session; its value is `true`.
    package static let pin = "pinned"
}

extension Session {
    /// What an index says of the session.
    ///
    /// - Cost: of each branch the stored preview and at most 32 events behind it; six settings.
    package func facts() async throws -> SessionFacts {
        let id = id
        return try await read { view in
            let control = try view.controlState
            let branches = try view.branches.map { row in
                let line = try view.line(row.id)
                let head = try view.head(of: line).revision
                return SessionFacts.BranchFacts(
                    number: row.id, parent: row.parent, fork: row.fork,
                    preview: try view.preview(of: row, on: line, at: head, control))
            }
            guard !branches.isEmpty else {
                throw SessionError(.damaged, "the session has no branch")
            }
            let main = SessionFacts.main(branches) { $0.preview.branch }
            return SessionFacts(
                session: id, epoch: try view.epoch(), events: try view.lastPosition(),
                branches: branches, isHeld: try !view.holds().isEmpty,
                isArchived: control.isArchived,
                settings: try view.indexedSettings(on: main.number))
        }
    }
}

/// What an index asks of single events.
extension Session {
    /// The digest of the event at a position; nil: there is none.
    package func digest(at position: Position) async throws -> EventDigest? {
        try await read { view in try view.entry(at: position, headersOnly: true)?.digest }
    }

    /// When the event happened that the one at a position stands for; nil: it stands for none.
    package func originTime(ofEventAt position: Position) async throws -> Timestamp? {
        try await read { view in
            let entry = try view.entry(at: position, headersOnly: true)
            return try entry?.originPosition.flatMap {
                try view.entry(at: $0, headersOnly: true)?.occurred
            }
        }
    }
}
