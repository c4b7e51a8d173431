import SessionStore

/// What the last import of a file left in the session: how far it came, and a hash to know the
/// file by. The value of the setting `import`, and of `import:NAME` for a subagent's file
/// (Schemas/import-1.md).
struct ImportMark {
    static let subject = SubjectChanged.importMark
    /// Raised when the importer makes other events of the same records.
    static let version = 1

    /// The format's name.
    var format: String
    /// The transcript's own id.
    var transcript: String?
    /// Bytes of the file that are in the session, and their SHA-256 in hexadecimal digits.
    var bytes: Int
    var sha256: String
    var lines: Int
    /// The file's name, without folders.
    var file: String
    var isMasked: Bool
    /// What stands between the file's records; nil: it is not known.
    var gaps: RecordGaps?
    /// The text of what the tool wrote beside a subagent's file: see ``SubagentMeta``.
    var meta: String?
    /// Of a document: which of the session's records make it up; nil: all, in the order written.
    var order: RecordOrder?
    /// Of a document that is many files: the file of each record; empty for the first.
    var files: [String]?
    /// Of a document: the title that it had.
    var title: String?

    init(
        format: String, transcript: String?, bytes: Int, sha256: String, lines: Int, file: String,
        isMasked: Bool,
        gaps: RecordGaps?, meta: String?
    ) {
        self.format = format
        self.transcript = transcript
        self.bytes = bytes
        self.sha256 = sha256
        self.lines = lines
        self.file = file
        self.isMasked = isMasked
        self.gaps = gaps
        self.meta = meta
    }

    init?(_ value: JSON) {
        guard let bytes = value["bytes"]?.int, let sha256 = value["sha256"]?.string else {
            return nil
        }
        self.init(
            format: value["format"]?.string ?? "",
            transcript: value["transcript"]?.string, bytes: bytes, sha256: sha256,
            lines: value["lines"]?.int ?? 0, file: value["file"]?.string ?? "",
            isMasked: value["masked"]?.bool ?? false,
            gaps: value["gaps"].flatMap { RecordGaps($0) }, meta: value["meta"]?.string)
        order = value["order"].flatMap { RecordOrder($0) }
        title = value["title"]?.string
        files = value["files"].map { $0.elements.map { $0.string ?? "" } }
    }

    /// What the last import of the transcript left; nil where the session is no import of a format.
    /// The line where the conversation stands is called `main`.
    static func last(in session: Session, of format: String) async throws -> ImportMark? {
        let mark = try await last(in: session)
        return mark?.format == format ? mark : nil
    }

    /// The same, of whatever format.
    static func last(in session: Session) async throws -> ImportMark? {
        try await session.setting(subject, at: .head(of: .main)).flatMap { ImportMark($0.value) }
    }

    var json: JSON {
        .object([
            ("format", .string(format)),
            ("importer", .number(Self.version)),
            ("transcript", transcript.map { .string($0) }), ("bytes", .number(bytes)),
            ("sha256", .string(sha256)), ("lines", .number(lines)), ("file", .string(file)),
            ("masked", isMasked ? true : nil), ("gaps", gaps?.json),
            ("meta", meta.map { .string($0) }), ("order", order?.json),
            ("title", title.map { .string($0) }),
            ("files", files.map { .array($0.map { .string($0) }) }),
        ])
    }

    static func subject(for file: String?) -> String { file.map { "\(subject):\($0)" } ?? subject }

    /// The subagent's file that a subject names; nil for the transcript itself, and for a fork's.
    static func file(of subject: String) -> String? {
        subject.hasPrefix("\(Self.subject):") && !ForkMark.isSubject(subject)
            ? String(subject.dropFirst(Self.subject.count + 1)) : nil
    }
}
