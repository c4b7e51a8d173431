import SessionStore

/// A format whose transcripts are one JSON document each, or several in one file, instead of lines.
///
/// A document is written anew as a whole when it grows, with another head. So what an earlier
/// import took is known by the records themselves, each below the one it follows: what is new goes
/// behind that, and a record that is not as it was begins a branch.
protocol DocumentFormat: FactFormat {
    static var shape: DocumentShape { get }
    /// Whether each record follows the one before it; otherwise the document tells what it follows.
    static var isList: Bool { get }

    /// The documents of a file; nil: the file is one.
    static func parts(of path: String) throws -> [DocumentPart]?
    /// Of a document that is kept as many files, with a record in each: all of them, in order; nil:
    /// it is one file.
    static func files(of transcript: String) throws -> [BundleFile]?
    /// The id that a record gives the document, where its head has none.
    static func id(of record: JSON) -> String?
    /// What a document's head tells of all of it.
    static func head(_ head: [(key: String, value: JSON)]) -> DocumentHead
}

extension DocumentFormat {
    static var endings: [String] { ["json"] }
    static var isList: Bool { true }

    static func parts(of path: String) throws -> [DocumentPart]? { nil }
    static func files(of transcript: String) throws -> [BundleFile]? { nil }
    static func id(of record: JSON) -> String? { nil }
}

/// One of several files that make up a document.
struct BundleFile {
    /// As an export calls it, below a folder; nil: the transcript itself.
    let name: String?
    let path: String
}

/// One of several documents in a file.
struct DocumentPart {
    /// Where it stands in the file.
    var place: Range<Int>
    var line: Int
    /// What a file of this one alone begins and ends with.
    var frame: (first: [UInt8], end: [UInt8]) = ([], [])
}

/// What a document tells of all of it.
struct DocumentHead {
    /// Its own id; nil: it names none.
    var id: String?
    var title: String?
    var startedAt: Timestamp?
    /// The record where the conversation stands; nil: the last one.
    var current: String?
    var settings: [(subject: String, value: JSON)] = []

    /// - Parameters:
    ///   - settings: pairs of a setting's subject and the member that holds it.
    init(
        _ head: [(key: String, value: JSON)], id: [String] = [], title: [String] = [],
        startedAt: [String] = [], current: [String] = [], settings: [(String, String)] = []
    ) {
        func first(_ names: [String]) -> JSON? {
            names.lazy.compactMap { name in head.first { $0.key == name }?.value }
                .first { !$0.isNull }
        }
        self.id = first(id)?.string.flatMap { $0.isEmpty ? nil : $0 }
        self.title = first(title)?.string.flatMap { $0.isEmpty ? nil : $0 }
        self.startedAt = Timestamp(written: first(startedAt))
        self.current = first(current)?.string
        self.settings = settings.compactMap { subject, name in
            first([name]).flatMap { $0.string == "" ? nil : (subject, $0) }
        }
    }
}
