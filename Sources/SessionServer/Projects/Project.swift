internal import Foundation
internal import SessionAnswers
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
    /// The folder that it lies in with others: the server's data, or one in memory.
    let root: String
    let log: Session
    let folder: SessionFolder
    let index: FolderIndex
    /// Of sessions that are looked at where they lie: what goes with the server. Nil: it is a
    /// project of the server's own.
    private let work: PrivateFolder?
    /// Whether its sessions are the server's to tidy up.
    let isInspected: Bool
    /// Where sessions lie that are not called by their ids, as far as that was asked.
    private let places = Mutex<[String: String]>([:])
    private let known = Mutex(ProjectFacts())
    /// Follows the log for as long as nothing comes in its way; nil: each question reads it.
    private let following = Mutex<Task<Void, Never>?>(nil)

    init(
        id: String, root: String, log: Session, folder: SessionFolder, index: FolderIndex,
        isInspected: Bool = false, work: PrivateFolder? = nil
    ) {
        (self.id, self.root, self.log, self.folder, self.index) = (id, root, log, folder, index)
        (self.isInspected, self.work) = (isInspected, work)
    }

    /// What the log comes to. What this process wrote is in it; what another one wrote comes some
    /// milliseconds later.
    func facts() async throws -> ProjectFacts {
        try await refresh()
        return known.withLock { $0 }
    }

    private func refresh() async throws {
        guard following.withLock({ $0 == nil }) else { return }
        try await read()
    }

    private func read() async throws {
        for try await event in log.events(on: .main, from: next) {
            known.withLock { $0.take(event) }
        }
    }

    private var next: Revision { known.withLock { $0.revision } + 1 }

    /// Knows what is in the log, and from now on what comes, so that no question need read it.
    func follow() async throws {
        try await read()
        following.withLock { following in
            following = Task { [weak self, log, next] in
                do {
                    for try await event in log.events(on: .main, from: next, live: true) {
                        self?.known.withLock { $0.take(event) }
                    }
                } catch {}
                self?.following.withLock { $0 = nil }
            }
        }
    }

    /// A caller's role; nil: no member, or nothing is left to be a member of.
    func role(of caller: Caller) async throws -> Role? {
        try await refresh()
        // Every request asks: a copy of the facts would have the next note copy all of them.
        return known.withLock { $0.isDeleted ? nil : $0.members[caller.user] }
    }

    /// Where the server files a session.
    func path(of session: String) -> String { folder.path(of: session + SessionFolder.ending) }

    /// Where a session lies, whatever its file is called; nil: it is not in the index.
    func indexedPath(of session: String) async throws -> String? {
        if let path = places.withLock({ $0[session] }),
            FileManager.default.fileExists(atPath: path)
        {
            return path
        }
        let row = try await index.sessions(.everything).first { row in
            if case .success(let content) = row.content {
                content.session == session
            } else {
                false
            }
        }
        know(session, at: row?.path)
        return row?.path
    }

    /// - Parameter path: of a session's file; nil: it is somewhere else by now.
    func know(_ session: String, at path: String?) {
        places.withLock { $0[session] = path }
    }

    /// Gives a file that is ready its place among the sessions.
    ///
    /// - Parameter staged: on the same disk; it is there no longer then.
    /// - Returns: its place; nil: there is a session of this id, which stays as it is.
    func file(_ staged: String, as session: String) throws -> String? {
        let path = path(of: session)
        // A link is made only where nothing is, where moving would replace.
        guard (try? FileManager.default.linkItem(atPath: staged, toPath: path)) != nil else {
            return nil
        }
        try FileManager.default.removeItem(atPath: staged)
        return path
    }

    /// Records something, durable when it returns.
    @discardableResult
    func record(_ drafts: [EventDraft]) async throws -> Appended {
        let appended = try await log.append(drafts, to: .main, expecting: .any)
        try await read()
        return appended
    }

    func close() async throws {
        following.withLock { $0 }?.cancel()
        try await index.close()
        try await log.close()
        work?.remove()
    }
}
