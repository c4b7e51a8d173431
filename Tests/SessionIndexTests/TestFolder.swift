import Foundation
import SessionIndex
import SessionStore

/// A folder of sessions for one test, which goes with it.
final class TestFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appending(path: "session-index-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// When it is in these tests.
    static let now = Timestamp(microseconds: 1_790_000_000_000_000)

    static func daysAgo(_ days: Int) -> Timestamp {
        Timestamp(microseconds: now.microseconds - days * 86_400_000_000)
    }

    static var options: SessionOptions {
        var options = SessionOptions.updatingIndexes
        options.clock = { now }
        return options
    }

    func file(_ name: String) -> String { path + "/\(name).session" }

    var indexFile: String { path + "/" + FolderIndex.fileName }

    var indexBytes: Data {
        get throws { try Data(contentsOf: URL(filePath: indexFile)) }
    }

    /// Makes a session with events that happened some days ago.
    @discardableResult
    func make(
        _ name: String, title: String? = nil, daysAgo days: Int = 0, _ drafts: EventDraft...
    ) async throws -> String {
        let time = Self.daysAgo(days)
        let session = try await Session.create(
            at: file(name), title: title, occurredAt: time, options: Self.options)
        return try await session.closing { session in
            if !drafts.isEmpty {
                try await session.append(
                    drafts.map { $0.with(occurredAt: time) }, to: .main, expecting: .any)
            }
            return session.id
        }
    }

    /// Appends to a session.
    func add(_ name: String, daysAgo days: Int = 0, _ drafts: EventDraft...) async throws {
        let time = Self.daysAgo(days)
        _ = try await Session.open(file(name), options: Self.options).closing { session in
            try await session.append(
                drafts.map { $0.with(occurredAt: time) }, to: .main, expecting: .any)
        }
    }

    func open() async throws -> FolderIndex {
        try await FolderIndex.open(SessionFolder(path), options: Self.options)
    }

    func names(
        _ filter: SessionFilter = SessionFilter(), by order: SessionOrder = .newest
    ) async throws -> [String] {
        let index = try await open()
        let names = try await index.sessions(filter, order: order).map(\.name)
        try await index.close()
        return names.map { $0.replacing(".session", with: "") }
    }

    func search(_ query: TextQuery) async throws -> SearchAnswer {
        let index = try await open()
        let answer = try await index.search(query)
        try await index.close()
        return answer
    }

    /// The names of the sessions of the hits, best first.
    func found(_ words: String) async throws -> [String] {
        try await search(TextQuery(words)).hits.map { $0.name.replacing(".session", with: "") }
    }
}

extension EventDraft {
    static func said(_ text: String) -> EventDraft { .prompt(text, by: .user("ana")) }
}
