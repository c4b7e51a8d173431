internal import SessionIndex
internal import SessionStore
internal import Synchronization

/// A folder of sessions with its members, and the log of what became of them.
///
/// The log is a session like any other, so that whatever tells of sessions tells of it, too: who is
/// a member, and who read or changed which session when.
final class Project: Sendable {
    /// A UUID, and the name of its folder.
    let id: String
    let log: Session
    let folder: SessionFolder
    let index: FolderIndex
    private let known = Mutex(ProjectFacts())

    init(id: String, log: Session, folder: SessionFolder, index: FolderIndex) {
        (self.id, self.log, self.folder, self.index) = (id, log, folder, index)
    }

    /// What the log comes to now, whoever wrote it.
    ///
    /// - Cost: a look whether there is more than was known.
    func facts() async throws -> ProjectFacts {
        let from = known.withLock { $0.revision } + 1
        for try await event in log.events(on: .main, from: from) {
            known.withLock { $0.take(event) }
        }
        return known.withLock { $0 }
    }

    /// A caller's role; nil: no member, or nothing is left to be a member of.
    func role(of caller: Caller) async throws -> Role? {
        let facts = try await facts()
        return facts.isDeleted ? nil : facts.members[caller.user]
    }

    /// Records something, durable when it returns.
    @discardableResult
    func record(_ drafts: [EventDraft]) async throws -> Appended {
        try await log.append(drafts, to: .main, expecting: .any)
    }

    func close() async throws {
        try await index.close()
        try await log.close()
    }
}
