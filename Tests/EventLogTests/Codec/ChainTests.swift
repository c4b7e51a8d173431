import Generators
import SessionTerms
import Testing

@testable import EventLog

@Suite("The chain of digests")
struct ChainTests {
    private static let salt = Array(0..<16) as [UInt8]

    private static let header = Chain.Header(
        kind: "prompt.submitted", version: 1, dialect: nil,
        occurred: Timestamp(microseconds: 1_763_700_000_123_456),
        recorded: Timestamp(microseconds: 1_763_700_000_123_456), size: 15, content: nil)
    private static let personal = Chain.Personal(
        subject: nil, actor: EventActor(rawValue: "user:ana"), id: nil, cause: nil, origin: nil)

    private func digest(
        _ header: Chain.Header, _ personal: Chain.Personal, payload: String,
        salt: [UInt8] = salt, after previous: EventDigest = Chain.start
    ) throws -> (commitment: EventDigest, digest: EventDigest) {
        let commitment = Chain.commitment(
            salt: try #require(Bytes16(salt)), personal, payload: Array(payload.utf8)[...])
        return (
            commitment, Chain.digest(previous: previous, header, commitment: commitment)
        )
    }

    /// Put together from the document and hashed with Python's hashlib.
    @Test func `two events in a row have the digests that the document leads to`() throws {
        let first = try digest(Self.header, Self.personal, payload: #"{"text":"Why?"}"#)
        #expect(
            "\(first.commitment)"
                == "05cc147507eab2e6cf812fb681c0635055c063551b1e32c736f3214ecd828b23")
        #expect(
            "\(first.digest)" == "cf5fd9e333dcc7d0dd4fdb4e22b0df041337074d59ee6e9d5293e16bc30c65be")
        let second = try digest(
            Chain.Header(
                kind: "file.changed", version: 2, dialect: Dialect(rawValue: "claude-code"),
                occurred: Timestamp(microseconds: -5), recorded: Timestamp(microseconds: 7),
                size: 20, content: 18),
            Chain.Personal(
                subject: "/p/été.txt", actor: EventActor(rawValue: "tool:edit"), id: "id-1",
                cause: 1,
                origin: first.digest),
            payload: "", after: first.digest)
        #expect(
            "\(second.commitment)"
                == "d68f8f53115b6f362b2ecff8811e489d50106291579758c6ba642ab02c7a744b")
        #expect(
            "\(second.digest)"
                == "1651c281ec2a8bfc805faded651c808672aabff467cbe3584d4d28cb674f9ff4")
    }

    /// Every way to say something else, alone.
    private static let changes: [@Sendable (inout Chain.Header, inout Chain.Personal) -> Void] = [
        { header, _ in header.kind = "note.added" }, { header, _ in header.kind = "" },
        { header, _ in header.version = 2 },
        { header, _ in header.dialect = Dialect(rawValue: "") },
        { header, _ in header.dialect = Dialect(rawValue: "claude-code") },
        { header, _ in header.occurred = Timestamp(microseconds: header.occurred.microseconds + 1)
        },
        { header, _ in header.recorded = Timestamp(microseconds: header.recorded.microseconds + 1)
        }, { header, _ in header.size += 1 },
        { header, _ in header.content = 0 }, { header, _ in header.content = 1 },
        { _, personal in personal.subject = "" }, { _, personal in personal.subject = "a" },
        { _, personal in personal.actor = EventActor(rawValue: "user:an") },
        { _, personal in personal.id = "" },
        { _, personal in personal.id = "a" }, { _, personal in personal.cause = 0 },
        { _, personal in personal.cause = 1 }, { _, personal in personal.origin = .zero },
    ]

    @Test func `whatever is changed of an event, alone, changes its digest`() throws {
        var found: Set<EventDigest> = [
            try digest(Self.header, Self.personal, payload: "x").digest,
            try digest(Self.header, Self.personal, payload: "y").digest,
            try digest(Self.header, Self.personal, payload: "").digest,
            try digest(Self.header, Self.personal, payload: "x", salt: Self.salt.reversed()).digest,
        ]
        let first = try #require(found.first)
        found.insert(try digest(Self.header, Self.personal, payload: "x", after: first).digest)
        for change in Self.changes {
            var (header, personal) = (Self.header, Self.personal)
            change(&header, &personal)
            found.insert(try digest(header, personal, payload: "x").digest)
        }
        #expect(found.count == 5 + Self.changes.count)
    }

    @Test func `what one field ends with is not what the next begins with`() throws {
        let texts = [("ab", "c", "d"), ("a", "bc", "d"), ("a", "b", "cd"), ("abc", "", "d")]
        let digests = try texts.map { subject, actor, id in
            try digest(
                Self.header,
                Chain.Personal(
                    subject: subject, actor: EventActor(rawValue: actor), id: id, cause: nil,
                    origin: nil),
                payload: "x"
            ).commitment
        }
        #expect(Set(digests).count == texts.count)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `a payload counts the same in one piece and in two`(seed: UInt64) throws {
        var random = Seeded(state: seed)
        let payload = (0..<random.number(0...500)).map { _ in
            UInt8.random(in: 0...255, using: &random)
        }
        let cut = random.number(0...payload.count)
        let salt = try #require(Bytes16(Self.salt))
        #expect(
            Chain.commitment(salt: salt, Self.personal, payload: payload[...])
                == Chain.commitment(
                    salt: salt, Self.personal, payload: payload[..<cut], content: payload[cut...]),
            "seed \(seed)")
    }

    @Test func `a commitment that is made ahead is the one that the chain makes`() throws {
        let made = try #require(
            Commitment(
                salt: Self.salt, subject: "s", actor: EventActor(rawValue: "a"), id: "i", cause: 3,
                body: [1, 2],
                content: [3]))
        let personal = Chain.Personal(
            subject: "s", actor: EventActor(rawValue: "a"), id: "i", cause: 3, origin: nil)
        #expect(
            made.value == Chain.commitment(salt: made.salt, personal, payload: [1, 2, 3]))
        #expect(made.cause == 3)
        for count in [0, 15, 17] {
            #expect(
                Commitment(
                    salt: [UInt8](repeating: 0, count: count), subject: nil,
                    actor: EventActor(rawValue: ""), id: nil,
                    cause: nil, body: [], content: nil) == nil)
        }
    }
}
