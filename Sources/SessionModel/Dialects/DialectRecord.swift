/// One record of another tool, read where it lies: what folds, pages and readers ask of it,
/// whatever its dialect.
///
/// A record keeps its own shape in the log; this is the view through which it is seen. Of a dialect
/// no more has to be told than its folder can tell: without a member, a record has none of that.
package protocol DialectRecord: Sendable {
    static var dialect: Dialect { get }
    /// The form of the provider's API that the tool speaks.
    static var requestForm: RequestForm { get }
    /// The log of requests that the tool keeps among its records; nil: it keeps none.
    static var requestLog: (any RequestLog.Type)? { get }

    /// Whether records of their own tell what an answer took: each of them counts one answer, and
    /// those that say something count none.
    static var tellsUsageApart: Bool { get }

    init(_ json: JSON)

    /// What it says, as an event of this kind; nil where it says nothing.
    func message(of kind: EventKind) -> Message?
    /// The title that it gives the session.
    var title: String? { get }
    /// What it is, in a few words, for a list of events.
    ///
    /// - Parameter limit: characters of a text in it.
    func label(limit: Int) -> String
    /// Whether a note or a context in it only tells how the tool went about its work: see
    /// ``Event/isBookkeeping``.
    var isBookkeeping: Bool { get }
    /// Whether it stands for all that was said before it, as what is left of a compaction.
    var isCompactSummary: Bool { get }
    /// The message in the form that the tool's requests have; nil where there is none.
    var requestMessage: JSON? { get }
    /// The file that a result of reading holds, whole or in part.
    var fileRead: (path: String, found: FoundFile)? { get }
    /// What a tool that changed a file says that it found; nil where it says nothing of it.
    var fileBefore: FoundFile? { get }
}

extension DialectRecord {
    package static var requestForm: RequestForm { .chat }
    package static var requestLog: (any RequestLog.Type)? { nil }
    package static var tellsUsageApart: Bool { false }
    package var title: String? { nil }
    package var isBookkeeping: Bool { false }
    package var isCompactSummary: Bool { false }
    package var requestMessage: JSON? { nil }
    package var fileRead: (path: String, found: FoundFile)? { nil }
    package var fileBefore: FoundFile? { nil }
}

extension Event {
    /// The record of another tool that its body is; nil for an event of ours, and where nothing
    /// reads the dialect.
    package var record: (any DialectRecord)? { dialect?.record(body) }

    /// What a record of another tool is, in a few words, for a list of events; nil for an event of
    /// ours, and for a dialect that this version does not know.
    ///
    /// ```swift
    /// let words = event.message?.text ?? event.recordLabel(limit: 80) ?? event.kind.rawValue
    /// ```
    ///
    /// - Parameter limit: characters of a text in it.
    public func recordLabel(limit: Int) -> String? { record?.label(limit: limit) }
}

extension JSON? {
    /// The value where it is a string, and nothing where it is anything else.
    package var ifString: JSON? { self?.kind == .string ? self : nil }
}
