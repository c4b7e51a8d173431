internal import JSONText
import SessionStore

/// A format of transcripts that sessions are imported from and exported to.
///
/// ```swift
/// let format = TranscriptFormat(name: "cloudevents") ?? .markdown
/// ```
public struct TranscriptFormat: Sendable {
    /// Every format there is. A new one is a folder beside this file and a line here; of those
    /// that recognise a transcript the first one reads it, so the more particular come first.
    public static let all: [TranscriptFormat] = [
        .claudeCode,
        .pi,
        .gemini,
        .qwen,
        .copilot,
        .cursor,
        .droid,
        .kimi,
        .grok,
        .codex,
        .antigravity,
        .chatGPT,
        .libreChat,
        .hermes,
        .openAssistant,
        .openCode,
        .miniSWEAgent,
        .sweAgent,
        .cloudEvents,
        .openAIChat,
        .markdown,
        .html,
    ]

    /// Where a tool keeps its transcripts in the folder of another one.
    static let placesInOthers = [".gemini/antigravity-cli/brain"]

    /// The name by which it is chosen, such as `cloudevents`.
    public let name: String
    /// What people call it, such as `CloudEvents`.
    public let title: String
    /// nil: it is written, not read.
    let importer: (any TranscriptImporter.Type)?
    /// nil: it is read, not written.
    let exporter: (any TranscriptExporter.Type)?
    /// Whether an export also holds what did not come from such a transcript; otherwise it gives
    /// back what did, and says what it leaves out.
    public let convertsOwn: Bool

    init(
        _ name: String, title: String, importer: (any TranscriptImporter.Type)? = nil,
        exporter: (any TranscriptExporter.Type)? = nil, convertsOwn: Bool = true
    ) {
        self.name = name
        self.title = title
        self.importer = importer
        self.exporter = exporter
        self.convertsOwn = convertsOwn
    }

    /// The format of this name; nil where there is none.
    public init?(name: String) {
        guard let format = Self.all.first(where: { $0.name == name }) else { return nil }
        self = format
    }

    /// Whether transcripts of it can be imported.
    public var isRead: Bool { importer != nil }

    /// Whether a transcript of it that was imported is gone on with when it has grown; otherwise
    /// each import makes a session.
    public var goesOn: Bool { importer?.goesOn ?? false }

    /// Whether sessions can be exported to it.
    public var isWritten: Bool { exporter != nil }

    /// How the names of transcripts end that can be imported, without the point; each once.
    public static let endings = all.flatMap { $0.importer?.endings ?? [] }
        .reduce(into: [String]()) { found, ending in
            if !found.contains(ending) { found.append(ending) }
        }

    /// Tells a format by the beginning of a transcript, whatever its name.
    ///
    /// - Parameter firstBytes: some kilobytes; a first line that is cut off is looked at as far as
    ///   it goes.
    /// - Returns: nil where nothing fits, or where only damaged lines were given.
    public static func detect(_ firstBytes: [UInt8]) -> TranscriptFormat? {
        let beginning = TranscriptBeginning(firstBytes)
        return all.first { $0.importer?.recognises(beginning) ?? false }
    }
}

extension TranscriptFormat: Hashable {
    public static func == (one: TranscriptFormat, other: TranscriptFormat) -> Bool {
        one.name == other.name
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension TranscriptFormat: CustomStringConvertible {
    public var description: String { name }
}
