import Foundation
import SessionStore
import Synchronization
import Testing

@testable import append_worker

/// One event that a worker said was appended.
struct Acknowledged: Sendable, Hashable {
    let revision: Revision
    let id: String

    static func all(in lines: [String]) -> [Acknowledged] {
        lines.compactMap { line in
            let words = line.split(separator: " ")
            guard words.count >= 2 else { return nil }
            let (revision, id) = words[0] == "won" ? (words[1], words.last) : (words[0], words[1])
            return Int(revision).map { Acknowledged(revision: Revision($0), id: String(id ?? "")) }
        }
    }
}

/// What a fault left of a session, found by using it as the next program would.
struct Survey: Sendable {
    /// Acknowledged events that are gone.
    private(set) var lost = 0
    /// Events that nobody was told of.
    private(set) var extra = 0

    /// Opens the session, holds every event against what was acknowledged, appends one, closes.
    ///
    /// Whatever is there must be whole and in order; how much is there, the caller judges.
    init(
        _ path: String, in folder: Folder, _ acknowledged: [Acknowledged], bytes: Int,
        batch: Int = 1,
        _ name: Comment
    ) async throws {
        let session = try await Session.open(path)
        #expect(try await collect(session.verify()).isEmpty, name)
        let events = try await collect(session.events(on: .main))
        #expect(events.map(\.revision) == Array(1...Revision(max(events.count, 1))), name)
        for event in acknowledged {
            if event.revision.number > events.count {
                lost += 1
            } else {
                #expect(events[event.revision.number - 1].id == event.id, name)
            }
        }
        extra = events.compactMap(\.id).count - (acknowledged.count - lost)
        Self.checkTexts(events, bytes: bytes, batch: batch, name)
        try await session.append([.prompt("next", by: .user("ben"))], to: .main, expecting: .any)
        try await session.close()
        let companions = try folder.names.filter { $0.hasPrefix("a.session") && $0 != "a.session" }
        #expect(companions.isEmpty, name)
    }

    /// Each task's events follow one another without a gap, in whole batches, with their texts.
    private static func checkTexts(_ events: [Event], bytes: Int, batch: Int, _ name: Comment) {
        var next: [Substring: Int] = [:]
        for event in events {
            guard let id = event.id, let dash = id.lastIndex(of: "-") else { continue }
            let number = Int(id[id.index(after: dash)...])
            #expect(number == next[id[..<dash], default: 0], name)
            next[id[..<dash]] = (number ?? 0) + 1
            #expect(Data(event.body.bytes) == Expected.body(of: id, bytes: bytes), name)
        }
        #expect(next.values.allSatisfy { $0 % batch == 0 }, name)
    }
}

/// What workers write under an id, kept because the same ids come again with each cut.
private enum Expected {
    private static let known = Mutex<[String: Data]>([:])

    static func body(of id: String, bytes: Int) -> Data {
        let key = "\(id) \(bytes)"
        if let body = known.withLock({ $0[key] }) { return body }
        let draft = EventDraft.prompt(Filler.text(of: id, bytes: bytes), by: .user("ana"))
        let body = Data(draft.body.bytes)
        known.withLock { known in
            if known.count >= 200 { known = [:] }
            known[key] = body
        }
        return body
    }
}
