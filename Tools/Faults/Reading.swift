import Crypto
import Foundation
import SessionStore

/// All that a session tells, in lines: what two states of a file are compared by.
struct Reading: Codable, Equatable {
    /// One line an event, in the order written.
    var events: [String]
    /// Branches, states, previews, tags.
    var others: [String]

    init(_ session: Session) async throws {
        events = []
        for try await event in session.allEvents() { events.append(Self.line(event)) }
        others = []
        for branch in try await session.branches() {
            others.append("\(branch)")
            let state = try await session.state(at: .head(of: branch.name))
            others.append("\(branch.name) \(Self.hash(Array("\(state)".utf8)))")
        }
        others += try await session.previews().map { "\($0)" }
        others += try await session.tags().map { "\($0)" }
    }

    /// Opens the session, has `verify` find nothing, and reads all of it.
    init(verifying path: String) async throws {
        let session = try await Session.open(path)
        do {
            for try await finding in session.verify() {
                throw Fault("\(finding.kind) \(finding.moment ?? ""): \(finding.message)")
            }
            try await self.init(session)
        } catch {
            try? await session.close()
            throw error
        }
        try await session.close()
    }

    private static func line(_ event: Event) -> String {
        let words: [Any] = [
            event.position, event.branch?.rawValue ?? "-", event.revision, event.kind,
            event.version,
            event.dialect?.rawValue ?? "-", event.subject ?? "-", event.actor, event.occurredAt,
            event.cause ?? 0, event.id ?? "-", event.digest, event.isErased,
            hash(event.body.bytes), event.content.map { hash($0) } ?? "-",
        ]
        return words.map { "\($0)" }.joined(separator: " ")
    }

    private static func hash(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).prefix(8).map { String($0, radix: 16) }.joined()
    }

    /// Whether this comes between two states of a file to which nothing but events were added.
    func isBetween(_ before: Reading?, _ after: Reading?) -> Bool {
        let (low, high) = (before?.events ?? [], after?.events ?? [])
        return events.starts(with: low) && high.starts(with: events)
    }
}

/// Something that must not be.
struct Fault: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
