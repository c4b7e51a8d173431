internal import JSONText
import SessionStore

/// A format of records that leaves the mapping to the common mapper: its records tell by themselves
/// what they are (``FactRecord``), so that a format is its reader and how a transcript is known.
protocol FactFormat: RecordFormat
where Mapper == FactMapper<Reader>, Converter == KeepingConverter {
    associatedtype Reader: FactRecord
}

extension FactFormat {
    static var dialect: Dialect { Reader.dialect }
    static var kindsWithoutID: Set<EventKind> { [.foreignRecorded, .titleChanged] }
    static var settings: Set<String> { Reader.settings }
}

/// A record of such a format, with what importing looks at, found once.
struct FactEntry<Reader: FactRecord>: TranscriptRecord {
    let source: SourceRecord
    let record: Reader
    let facts: RecordFacts

    init(_ source: SourceRecord) {
        self.source = source
        let json = source.damage == nil ? JSON(unchecked: source.bytes) : .null
        record = Reader(json)
        var facts = record.facts
        // What a document says of a record beside it.
        facts.id = source.link?.id ?? facts.id
        facts.parent = source.link?.parent ?? facts.parent
        self.facts = facts
    }

    var json: JSON { source.damage == nil ? JSON(unchecked: source.bytes) : .null }
    var id: RecordKey? { facts.id.map { RecordKey($0) } }
    var parent: RecordKey? { facts.parent.map { RecordKey($0) } }
    var time: Timestamp? { facts.time }
    var transcript: String? { facts.transcript?.string }
    var workingFolder: String? { facts.settings.first { $0.subject == "cwd" }?.value.string }
    var message: JSON? { json }
    var isPrompt: Bool { facts.kind.isAsking }
    var isSidechain: Bool { facts.agent != nil }

    var isSaid: Bool {
        isPrompt || [.responseReceived, .toolCalled, .toolReturned].contains(facts.kind)
    }
}

/// A format that has no form for what was not said in it: what came from it goes out again, and
/// nothing else.
struct KeepingConverter: RecordConverter {
    let transcriptID: String?

    init(session: String, transcript: String?, branches: [Branch]) { transcriptID = transcript }

    mutating func pass(_ event: Event, isOfFork: Bool) {}
    mutating func record(for event: Event) -> ComposedJSON? { nil }
    static func id(of event: Event) -> RecordKey? { nil }
}
