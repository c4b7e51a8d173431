public import SessionStore

/// Writes a branch's conversation as Markdown, to be read by people.
public struct MarkdownExporter: Sendable {
    let session: Session

    public init(_ session: Session) { self.session = session }

    /// Gives `sink` the conversation piece by piece. Cost: one pass over the line;
    /// memory for one event.
    public func export(
        at moment: Moment = .head(of: .main), to sink: ([UInt8]) throws -> Void
    ) async throws {
        let point = try await session.resolve(moment)
        let preview = try await session.preview(at: point.moment)
        try sink(Array(MarkdownPage.head(preview).utf8))
        var page = MarkdownPage()
        for try await event in session.events(on: point.branch, from: 1, through: point.revision) {
            for block in page.blocks(of: event) { try block.write(to: sink) }
        }
        for block in page.rest() { try block.write(to: sink) }
        let files = try await session.files(at: point.moment)
        try sink(Array(MarkdownPage.foot(files).utf8))
    }
}
