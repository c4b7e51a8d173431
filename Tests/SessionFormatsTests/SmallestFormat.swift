import JSONText
import SessionStore

@testable import SessionFormats

/// A format of records as small as one can be, and of no tool there is:
/// `{"id":"2","after":"1","who":"model","text":"…","chat":"c"}`.
enum SmallestFormat: RecordFormat {
    static let dialect = Dialect(rawValue: "smallest")
    static let kindsWithoutID: Set<EventKind> = [.foreignRecorded]
    static let transcriptMember: String? = "chat"

    static func recognises(_ beginning: TranscriptBeginning) -> Bool {
        beginning.records.contains { $0["who"] != nil }
    }

    struct Record: TranscriptRecord {
        let source: SourceRecord
        private let json: JSON

        init(_ source: SourceRecord) {
            self.source = source
            json = source.damage == nil ? JSON(unchecked: source.bytes) : .null
        }

        var id: RecordKey? { json["id"].map { RecordKey($0) } }
        var parent: RecordKey? { json["after"].map { RecordKey($0) } }
        var time: Timestamp? { nil }
        var transcript: String? { json["chat"]?.string }
        var message: JSON? { json["text"] }
        var isPrompt: Bool { json["who"]?.string == "user" }
        var isSaid: Bool { message != nil }
        var isSidechain: Bool { false }
    }

    struct Mapper: RecordMapper {
        var lanes: Lanes
        let user: String

        init(_ lanes: Lanes, user: String) { (self.lanes, self.user) = (lanes, user) }

        mutating func take(
            _ record: Record, from file: String?, on given: Int?,
            to writer: some TranscriptWriter
        ) throws {
            lanes.records += 1
            if let damage = record.source.damage {
                let lane = given ?? lanes.current
                return try lanes.writeDamaged(record.source, damage, to: lane, writer)
            }
            let kind: EventKind = record.isPrompt ? .promptSubmitted : .responseReceived
            let lane =
                try given
                ?? lanes.lane(below: record.parent, isPrompt: record.isPrompt, writer)
            let draft = EventDraft(
                kind: kind, dialect: SmallestFormat.dialect,
                actor: record.isPrompt ? .user(user) : .model("m"), occurredAt: lanes.clock,
                body: JSON(unchecked: record.source.bytes))
            let place = try lanes.write(draft, to: lane, writer)
            remember(record, as: kind, on: lane, at: place.revision)
        }

        mutating func remember(
            _ record: Record, as kind: EventKind, on lane: Int, at revision: Revision
        ) {
            if let id = record.id {
                lanes.note(
                    id, below: record.parent, isPrompt: record.isPrompt, on: lane, at: revision)
            }
            lanes.goOn(on: lane, isSaid: true)
        }
    }

    /// It has no form for what was not said in it.
    struct Converter: RecordConverter {
        let transcriptID: String?

        init(session: String, transcript: String?, branches: [Branch]) {
            transcriptID = transcript
        }

        mutating func pass(_ event: Event, isOfFork: Bool) {}
        static func id(of event: Event) -> RecordKey? { nil }
    }
}
