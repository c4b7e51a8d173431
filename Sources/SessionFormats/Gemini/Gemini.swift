import SessionStore

extension TranscriptFormat {
    /// Chats of Gemini CLI: one JSON document, or, as it writes them by now, lines.
    static let gemini = TranscriptFormat(
        GeminiLines.name, title: "Gemini CLI", importer: Gemini.self, exporter: GeminiExporter.self,
        convertsOwn: false)
}

/// Both forms of Gemini CLI's chats.
enum Gemini: TranscriptImporter {
    static let endings = ["jsonl", "json"]

    static let places = [".gemini/tmp"]

    static func recognises(_ beginning: TranscriptBeginning) -> Bool {
        GeminiDocument.recognises(beginning) || GeminiLines.recognises(beginning)
    }

    static func run(
        _ job: TranscriptImport, _ transcript: String,
        progress: (@Sendable (ImportProgress) -> Void)?
    ) async throws -> ImportReport {
        try await form(of: transcript).run(job, transcript, progress: progress)
    }

    static func write(
        _ transcript: String, as job: TranscriptImport, into writer: some TranscriptWriter
    ) throws {
        try form(of: transcript).write(transcript, as: job, into: writer)
    }

    private static func form(of transcript: String) throws -> any TranscriptImporter.Type {
        let isDocument = GeminiDocument.recognises(try TranscriptBeginning(of: transcript))
        return isDocument ? GeminiDocument.self : GeminiLines.self
    }
}

/// A chat as one document: a head, and its messages.
enum GeminiDocument: DocumentFormat {
    typealias Reader = GeminiRecord

    static let shape = DocumentShape(records: [["messages", "*"]])

    static func recognises(_ beginning: TranscriptBeginning) -> Bool {
        let outline = beginning.outline
        guard beginning.isDocument, outline.has("sessionId") else { return false }
        return outline.has("messages/*/type") && outline.has("messages/*/id")
            || outline.has("projectHash") && outline.has("messages")
                && !(outline.isWhole && !outline.has("messages/*"))
    }

    static func head(_ head: [(key: String, value: JSON)]) -> DocumentHead {
        DocumentHead(
            head, id: ["sessionId"], title: ["summary"], startedAt: ["startTime"],
            settings: [("projectHash", "projectHash")])
    }
}

/// Writes the form that came in.
struct GeminiExporter: TranscriptExporter {
    let session: Session

    init(_ session: Session) { self.session = session }

    private var form: any TranscriptExporter {
        get async throws {
            let mark = try await ImportMark.last(in: session, of: GeminiLines.name)
            return mark?.order == nil
                ? RecordExporter<GeminiLines>(session) : DocumentExporter<GeminiDocument>(session)
        }
    }

    func export(
        at moment: Moment?, to sink: (_ file: String?, _ bytes: [UInt8]) throws -> Void
    ) async throws -> ExportReport {
        try await form.export(at: moment, to: sink)
    }

    func fileName(at moment: Moment?, stem: String) async throws -> String {
        try await form.fileName(at: moment, stem: stem)
    }
}
