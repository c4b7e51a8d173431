import SessionStore

/// What a format that is read provides: see ``TranscriptFormat/all``.
protocol TranscriptImporter: Sendable {
    /// How the names of such transcripts end, without the point; a folder stands for those in it.
    static var endings: [String] { get }

    /// Where the tool keeps its transcripts, below a person's own folder.
    static var places: [String] { get }
    /// The variable with which the tool is told to keep elsewhere what is in the first folder of
    /// its places; nil: there is none.
    static var homeVariable: String? { get }
    /// The working folder that something beside a transcript tells; nil: nothing does.
    static func workingFolder(beside transcript: String) -> String?
    /// Whether a transcript that was imported is gone on with; otherwise each import of it makes a
    /// session.
    static var goesOn: Bool { get }
    /// Files that go with a transcript and are none of their own: where they lie.
    static func companions(of transcript: String) -> [String]

    /// Whether a transcript that begins so is of this format, whatever its name.
    static func recognises(_ beginning: TranscriptBeginning) -> Bool

    /// Imports one transcript as `job` says.
    static func run(
        _ job: TranscriptImport, _ transcript: String,
        progress: (@Sendable (ImportProgress) -> Void)?
    ) async throws -> ImportReport

    /// Brings what a transcript has into a session that is open, as part of a transaction.
    static func write(
        _ transcript: String, as job: TranscriptImport, into writer: some TranscriptWriter) throws
}

extension TranscriptImporter {
    static var places: [String] { [] }
    static var homeVariable: String? { nil }
    static var goesOn: Bool { true }
    static func workingFolder(beside transcript: String) -> String? { nil }
    static func companions(of transcript: String) -> [String] { [] }
}
