internal import JSONText
import SessionStore

/// A format whose transcripts are JSON records one behind the other, mostly one a line.
///
/// What is not the format's own is done for all of them: records are kept as they stand, a file
/// that has grown adds what is new (``RecordImport``), a fork comes home (``ForkImport``), damaged
/// lines are kept, and what came in goes out byte for byte (``RecordExporter``).
protocol RecordFormat: TranscriptImporter {
    /// Decides what records become, and on which branches.
    associatedtype Mapper: RecordMapper
    /// Makes records of what did not come from a transcript.
    associatedtype Converter: RecordConverter

    typealias Record = Mapper.Record

    /// The dialect of the events that records become; it has the format's name.
    static var dialect: Dialect { get }
    /// The kinds of those events whose records have no id.
    static var kindsWithoutID: Set<EventKind> { get }
    /// The member of a record that names its transcript; nil: records name none.
    static var transcriptMember: String? { get }
    /// Where a record names its transcript, in the order in which it does: an export of a branch
    /// has an id of its own there.
    static func transcriptPlace(in record: JSON) -> [JSON]
    /// Whether something proves what the record says, so that no word of it may change.
    static func isProved(_ record: [UInt8]) -> Bool
    /// Settings that the mapper takes from records; others are a person's or a program's own.
    static var settings: Set<String> { get }

    /// The files of a transcript's subagents: how each is called, relative to the folder that has
    /// the transcript's name, and where it lies; by name.
    static func subagents(of transcript: String) -> [(file: String, path: String)]
    /// What the tool writes beside a subagent's file; nil: nothing.
    static func metaName(beside file: String) -> String?
}

extension RecordFormat {
    static var name: String { dialect.rawValue }
    static var endings: [String] { ["jsonl"] }
    static var transcriptMember: String? { nil }
    static func transcriptPlace(in record: JSON) -> [JSON] {
        transcriptMember.flatMap { record[$0] }.map { [$0] } ?? []
    }

    /// A record, with another id for its transcript.
    static func pieces(of record: [UInt8], naming id: String?) -> [[UInt8]] {
        guard let id else { return [record] }
        var pieces: [[UInt8]] = []
        var end = 0
        for place in transcriptPlace(in: JSON(unchecked: record)).map(\.range) {
            pieces += [Array(record[end..<place.lowerBound]), JSON.string(id).bytes]
            end = place.upperBound
        }
        return pieces + [Array(record[end...])]
    }

    static func isProved(_ record: [UInt8]) -> Bool { false }
    static var settings: Set<String> { [] }
    static func subagents(of transcript: String) -> [(file: String, path: String)] { [] }
    static func metaName(beside file: String) -> String? { nil }

    static func companions(of transcript: String) -> [String] {
        subagents(of: transcript).map(\.path)
    }
}

/// A record as it stands in its transcript, with what importing looks at, found once.
protocol TranscriptRecord: Sendable {
    /// - Parameter source: of a damaged line nothing but its bytes is known.
    init(_ source: SourceRecord)

    var source: SourceRecord { get }
    /// Its own id, which later records name; nil: it has none.
    var id: RecordKey? { get }
    /// The record that it follows.
    var parent: RecordKey? { get }
    /// When it happened; nil: it does not say.
    var time: Timestamp? { get }
    /// The id of the transcript that it is of.
    var transcript: String? { get }
    /// The folder that the tool works in from here on; nil: it does not say.
    var workingFolder: String? { get }
    /// What it says, as far as a copy of it in a fork says the same.
    var message: JSON? { get }
    /// Whether a person asks something.
    var isPrompt: Bool { get }
    /// Whether it is of the conversation, and not something that hangs beside it.
    var isSaid: Bool { get }
    /// Whether it is a subagent's.
    var isSidechain: Bool { get }
}

extension TranscriptRecord {
    var workingFolder: String? { nil }
}

/// Turns the records of a transcript, in file order, into events and branches.
///
/// It decides from what it has seen and nothing else, so a transcript imported in pieces becomes
/// the same session as one imported at once.
protocol RecordMapper {
    associatedtype Record: TranscriptRecord

    /// - Parameter user: who the prompts are by: a transcript does not say.
    init(_ lanes: Lanes, user: String)

    var lanes: Lanes { get set }

    /// Adds one record, and what follows from it, to the session.
    ///
    /// - Parameters:
    ///   - file: the subagent's file it stands in; nil: the transcript itself.
    ///   - given: the lane that it goes to; nil: that of the record before it.
    mutating func take(
        _ record: Record, from file: String?, on given: Int?, to writer: some TranscriptWriter)
        throws

    /// Takes note of a record that the session has already, as if it had just been written.
    mutating func remember(
        _ record: Record, as kind: EventKind, on lane: Int, at revision: Revision)
}

/// Turns events that did not come from a transcript into records that the format's readers take.
protocol RecordConverter {
    /// - Parameter transcript: its id; nil: that of the records that go out as they are.
    init(session: String, transcript: String?, branches: [Branch])

    /// The id that converted records carry.
    var transcriptID: String? { get }

    /// Takes note of a record that goes out as it is.
    ///
    /// - Parameter isOfFork: whether it came by another transcript.
    mutating func pass(_ event: Event, isOfFork: Bool)
    /// The records for an event of our own or of another format; none where the format has no
    /// form for it.
    mutating func records(for event: Event) -> [ComposedJSON]
    /// What the last event said that its records do not, in a few words.
    var lost: [String] { get }
    /// The working folder that records are made for whose session tells none.
    mutating func begin(in folder: String)
    /// A record of the format as it is to stand on the line that is exported alone.
    ///
    /// - Parameter isOwn: whether the line becomes a conversation of its own, for the tool to go on
    ///   with.
    /// - Returns: nil where it speaks of what is not so on that line.
    func placed(_ record: [UInt8], of event: Event, isOwn: Bool) -> [UInt8]?

    /// The id of the record that such an event becomes; nil where it has none.
    static func id(of event: Event) -> RecordKey?
    /// What such an event becomes that are records without an id, its transcript's aside.
    static func looseRecords(for event: Event) -> [JSON]
}

extension RecordConverter {
    mutating func records(for event: Event) -> [ComposedJSON] { [] }
    var lost: [String] { [] }
    mutating func begin(in folder: String) {}
    func placed(_ record: [UInt8], of event: Event, isOwn: Bool) -> [UInt8]? { record }
    static func looseRecords(for event: Event) -> [JSON] { [] }
}
