import Foundation
import Generators
import SessionStore

/// A folder with a session that has something to erase in it.
struct PairedPlace {
    let folder: String
    var path: String { folder + "/a.session" }
    var moved: String { folder + "/moved.session" }

    static let options = SessionOptions(masksSecrets: false)
    static let otherID = "other"
    static let secret = "Zq7Xw9Kp2Lm4Vb8Nc3Rt6Yd1Hs5Jf0Ga"

    /// - Parameter length: how many events stand behind the one to be erased, about.
    func fill(seed: UInt64, length: Int) async throws {
        var content = RandomContent(seed: seed)
        let session = try await Session.create(at: path, options: Self.options)
        try await session.append(content.events(40), to: .main, expecting: .any)
        try await session.append(
            [.note("the secret \(Self.secret) of many", by: .user("eve"))], to: .main,
            expecting: .any)
        try await session.append(content.events(40), to: .main, expecting: .any)
        let notes = (40..<max(length, 40)).map { EventDraft.note("note \($0)", by: .system) }
        if !notes.isEmpty { try await session.append(notes, to: .main, expecting: .any) }
        try await session.fork("idea", from: .revision(60, on: .main))
        try await session.append(content.events(30), to: "idea", expecting: .any)
        try await session.close()
        try await goOn(&content)
    }

    /// Leaves a fork whose first group goes on with its parent's, where a compaction groups
    /// otherwise: behind so many changes of files the next writer begins a group of its own.
    private func goOn(_ content: inout RandomContent) async throws {
        for (branch, fork) in [(BranchName.main, BranchName("late")), ("late", "later")] {
            var session = try await Session.open(path, options: Self.options)
            let edits = (0..<14).map { _ in content.file(.tool("edit")) }
            try await session.append(edits, to: branch, expecting: .any)
            try await session.close()
            session = try await Session.open(path, options: Self.options)
            try await session.append([content.event()], to: branch, expecting: .any)
            try await session.fork(fork, from: .head(of: branch))
            try await session.append(content.events(5), to: fork, expecting: .any)
            try await session.close()
        }
    }

    static func erase(in session: Session) async throws {
        let plan = try await session.planRedaction(matching: RedactionPattern(text: secret))
        guard !plan.events.isEmpty || !plan.erased.isEmpty else { return }
        try await session.redact(plan, reason: "paired", by: .user("ana"))
    }

    /// Another session under the name, with an event that is not in its file yet.
    func make() async throws -> Session {
        let session = try await Session.create(at: path, options: Self.options)
        try await Self.append(Self.otherID, to: session)
        return session
    }

    static func append(_ id: String, to session: Session) async throws {
        var draft = EventDraft.note("from the other", by: .user("ben"))
        draft.id = id
        try await session.append([draft], to: .main, expecting: .any)
    }

    /// What is wrong with a session that goes on under the name: whoever comes next has to find
    /// what is beside the file, as if its writer had been killed.
    func problem(ofMade session: Session) async throws -> String? {
        try await Self.append("later", to: session)
        let copy = folder + "/killed"
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder)
        where name.hasPrefix("a.session") && !name.hasSuffix("-shm") {
            try FileManager.default.copyItem(
                atPath: "\(folder)/\(name)", toPath: "\(copy)/\(name)")
        }
        let left = try await Session.open(copy + "/a.session", options: Self.options)
        var ids: Set<String> = []
        for try await event in left.allEvents(headersOnly: true) {
            if let id = event.id { ids.insert(id) }
        }
        try await left.close()
        try await session.close()
        let lost = [Self.otherID, "later"].first { !ids.contains($0) }
        return lost.map { "\($0) of the new session is lost" }
    }
}
