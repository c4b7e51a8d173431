import SessionStore

extension TranscriptFormat {
    /// A conversation to read; export only.
    public static let markdown = TranscriptFormat(
        "markdown", title: "Markdown", exporter: MarkdownExporter.self)
}

/// Writes a branch's conversation as Markdown, to be read by people.
struct MarkdownExporter: TranscriptExporter {
    let session: Session

    init(_ session: Session) { self.session = session }

    /// - Parameter moment: nil: the head of `main`.
    func export(
        at moment: Moment?, to sink: (_ file: String?, _ bytes: [UInt8]) throws -> Void
    ) async throws -> ExportReport {
        let point = try await session.resolve(moment ?? .named(.main))
        let preview = try await session.preview(at: point.moment)
        try sink(nil, Array(MarkdownPage.head(preview).utf8))
        var page = MarkdownPage()
        for try await event in session.events(on: point.branch, from: 1, through: point.revision) {
            for block in page.blocks(of: event) { try block.write { try sink(nil, $0) } }
        }
        for block in page.rest() { try block.write { try sink(nil, $0) } }
        let files = try await session.files(at: point.moment)
        try sink(nil, Array(MarkdownPage.foot(files).utf8))
        return ExportReport()
    }

    func fileName(at moment: Moment?, stem: String) async throws -> String { stem + ".md" }
}
