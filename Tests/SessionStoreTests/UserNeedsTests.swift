import Foundation
import SessionStore
import Testing

private struct Rating: Codable, Hashable {
    var stars: Int
    var note: String?

    static let kind = EventKind(rawValue: "answer.rated")

    func draft(of answer: String) throws -> EventDraft {
        EventDraft(
            kind: Self.kind, subject: answer, actor: .user("ana"), body: try JSON(encoding: self))
    }
}

/// A projection over a program's own kind, which is its own state.
private struct Ratings: Projection, Codable, Hashable {
    static let name = "ratings", version = 1
    private(set) var stars: [String: Int] = [:]
    private(set) var share = 0.1

    init() {}

    mutating func apply(_ event: Event) throws {
        guard event.kind == Rating.kind, let answer = event.subject else { return }
        stars[answer] = try event.body.decode(Rating.self).stars
        share /= 3
    }
}

@Suite("What a program that uses the library needs")
struct UserNeedsTests {
    @Test func `a session is opened where it is, and made where it is not`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        let sessions = try await withThrowingTaskGroup(of: Session.self) { group in
            for number in 0..<8 {
                group.addTask { try await Session.openOrCreate(at: path, title: "\(number)") }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(sessions.map(\.id)).count == 1)
        let title = try await sessions[0].state(at: .head(of: .main)).preview.title
        let again = try await Session.openOrCreate(at: path, title: "Other")
        #expect(try await again.state(at: .head(of: .main)).preview.title == title)
        for session in sessions + [again] { try await session.close() }
        let missing = await #expect(throws: SessionError.self) {
            try await Session.openOrCreate(at: folder.file("none/a.session"))
        }
        #expect(missing?.code != .fileExists)
        try Data("text".utf8).write(to: URL(filePath: folder.file("b.session")))
        let other = await #expect(throws: SessionError.self) {
            try await Session.openOrCreate(at: folder.file("b.session"))
        }
        #expect(other?.code == .notASession)
    }

    @Test func `the last event of each subject, of a kind of one's own`() async throws {
        let session = try await Session.inMemory()
        let kind = Rating.kind
        let drafts = try [
            Rating(stars: 1).draft(of: "a2"), Rating(stars: 5, note: "good").draft(of: "a1"),
            Rating(stars: 3).draft(of: "a2"),
        ]
        let appended = try await session.append(drafts, to: .main, expecting: .any)
        try await session.fork("idea", from: .revision(appended.revisions[0], on: .main))
        let now = try await session.latest(kind, at: .head(of: .main))
        #expect(now.map(\.subject) == ["a1", "a2"])
        #expect(
            try now.map { try $0.body.decode(Rating.self) } == [
                Rating(stars: 5, note: "good"), Rating(stars: 3),
            ])
        let then = try await session.latest(kind, at: .head(of: "idea"))
        #expect(try then.map { try $0.body.decode(Rating.self).stars } == [1])
        let good = Moment.revision(appended.revisions[1], on: .main)
        let plan = try await session.planRedaction(of: [good])
        try await session.redact(plan, reason: "r", by: .user("ana"))
        #expect(try await session.latest(kind, at: .head(of: .main)).map(\.subject) == ["a2"])
    }

    @Test func `a projection that is Codable is kept and gone on with`() async throws {
        let folder = try TemporaryFolder()
        let options = SessionOptions(projections: [Ratings.self])
        let session = try await Session.create(at: folder.file("a.session"), options: options)
        let drafts = try (0..<3000).map { try Rating(stars: $0 % 6).draft(of: "a\($0 % 7)") }
        try await session.append(drafts, to: .main, expecting: .any)
        var expected = Ratings()
        for try await event in session.events(on: .main) { try expected.apply(event) }
        for _ in 0..<2 {
            #expect(try await session.fold(Ratings.self, at: .head(of: .main)) == expected)
        }
        #expect(Ratings(state: expected.state) == expected)
        #expect(Ratings(state: .null) == nil)
        for try await finding in session.verify() { Issue.record("\(finding)") }
        try await session.close()
    }

    @Test func `drafts of files, settings that go, and causes`() async throws {
        let session = try await Session.inMemory()
        let (ana, main) = (EventActor.user("ana"), Moment.head(of: .main))
        try await session.append(
            [
                .file("data", content: Data([1, 2, 3]), by: ana),
                .file("text", content: "häh\n", by: ana),
                .file("part", content: [9, 8, 7][1...], by: ana),
                .setting("model", "m1", by: ana), .setting("mode", ["x": 1.5], by: ana),
                .removedSetting("model", by: ana).cause(2),
            ], to: .main, expecting: .any)
        #expect(try await session.content(of: "data", at: main) == [1, 2, 3])
        #expect(try await session.content(of: "text", at: main) == Array("häh\n".utf8))
        #expect(try await session.content(of: "part", at: main) == [8, 7])
        #expect(try await session.state(at: main).settings.map(\.subject) == ["mode"])
        #expect(try await session.event(at: main).cause == 2)
    }

    @Test(arguments: [0, 1, 1_700_000_000_123_456, -1_700_000_000_123_457, 4_000_000_000_999_999])
    func `a timestamp is a date and the same timestamp again`(microseconds: Int) throws {
        let timestamp = Timestamp(microseconds: microseconds)
        #expect(Timestamp(Date(timestamp)) == timestamp)
        let seconds = Double(microseconds) / 1e6
        #expect(abs(Date(timestamp).timeIntervalSince1970 - seconds) < 1e-6)
    }

    @Test func `dates beyond what fits are clamped`() {
        #expect(Timestamp(Date(timeIntervalSinceReferenceDate: 1e300)).microseconds > 1 << 62)
        #expect(Timestamp(Date(timeIntervalSinceReferenceDate: -1e300)).microseconds < -(1 << 62))
        #expect(
            Timestamp(Date(timeIntervalSinceReferenceDate: .nan))
                == Timestamp(
                    Date(
                        timeIntervalSinceReferenceDate: 0)))
    }
}
