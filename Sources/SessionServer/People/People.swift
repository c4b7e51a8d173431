internal import Foundation
internal import SessionStore
internal import Synchronization

/// What people chose, whatever project they are in: a log beside those of the projects,
/// `projects/people.session`, made with the first choice.
final class People: Sendable {
    private struct State {
        var log: Session?
        var revision: Revision = 0
        /// Those of whom no address and no client is noted.
        var unnoted: Set<String> = []

        /// Takes the next event; one that was taken already changes nothing.
        mutating func take(_ event: Event) {
            guard event.revision > revision else { return }
            revision = event.revision
            guard event.kind == .personChanged, let user = event.subject else { return }
            if event.body["notesOrigin"]?.bool ?? true {
                unnoted.remove(user)
            } else {
                unnoted.insert(user)
            }
        }
    }

    private let path: String
    private let state = Mutex(State())

    private init(_ root: String) { path = "\(root)/projects/people.session" }

    /// Reads what there is.
    ///
    /// - Parameter root: the folder of a server's data.
    static func open(_ root: String) async throws -> People {
        let people = People(root)
        if FileManager.default.fileExists(atPath: people.path) {
            try await people.read(try await Session.open(people.path))
        }
        return people
    }

    /// Whether a person's address and client may be noted where they read and change something.
    func areOriginsNoted(of user: String) -> Bool {
        state.withLock { !$0.unnoted.contains(user) }
    }

    func setOriginsNoted(_ isNoted: Bool, of caller: Caller) async throws {
        let log = try await log(for: caller)
        try await log.append(
            [.person(caller.user, notesOrigin: isNoted, by: caller.actor)], to: .main,
            expecting: .any)
        try await read(log)
    }

    private func log(for caller: Caller) async throws -> Session {
        if let log = state.withLock({ $0.log }) { return log }
        let made = try await Session.openOrCreate(at: path, title: "People", by: .system)
        return state.withLock { state in
            if let log = state.log { return log }
            state.log = made
            return made
        }
    }

    private func read(_ log: Session) async throws {
        let from = state.withLock { $0.revision } + 1
        for try await event in log.events(on: .main, from: from) {
            state.withLock { $0.take(event) }
        }
        state.withLock { $0.log = $0.log ?? log }
    }

    func close() async throws { try await state.withLock { $0.log }?.close() }
}

extension EventKind {
    fileprivate static let personChanged: EventKind = "person.changed"
}

extension EventDraft {
    fileprivate static func person(
        _ user: String, notesOrigin: Bool, by actor: EventActor
    ) -> EventDraft {
        EventDraft(
            kind: .personChanged, subject: user, actor: actor,
            body: ["notesOrigin": .bool(notesOrigin)])
    }
}
