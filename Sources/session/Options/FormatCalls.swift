public import ArgumentParser
public import SessionFormats
import SessionStore

extension TranscriptFormat: @retroactive ExpressibleByArgument {}

/// Every call of SessionFormats that the verbs make, so that there is one place to look at when
/// its interface moves.
enum FormatCalls {
    /// Writes an event as a CloudEvent on a line of its own, of a large one in no more memory.
    static func write(_ event: Event, of session: Session, to output: Output) throws {
        try CloudEvent.encode(event, session: session.id, to: output.bytes)
        try output.line("")
    }

    static func event(line: [UInt8], number: Int) throws -> CloudEvent {
        try EventLineReader.event(line, line: number)
    }

    /// Gives `sink` the export piece by piece, with the file that each piece belongs to: nil for
    /// the transcript itself, otherwise a path inside the folder that goes with it.
    static func export(
        _ session: Session, at moment: Moment?, as format: TranscriptFormat,
        to sink: (_ file: String?, _ bytes: [UInt8]) throws -> Void
    ) async throws -> [String] {
        switch format {
        case .cloudEvents:
            try await CloudEventsExporter(session).export(at: moment) { try sink(nil, $0) }
        case .markdown:
            try await MarkdownExporter(session).export(at: moment ?? .named(.main)) {
                try sink(nil, $0)
            }
        case .claudeCode:
            let report = try await ClaudeCodeExporter(session).export(at: moment, to: sink)
            return notes(leftOut: report.leftOut)
        }
        return []
    }

    /// The name that an export gets in a folder.
    static func fileName(
        _ session: Session, at moment: Moment?, of path: String, as format: TranscriptFormat
    ) async throws -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? "session"
        let stem = name.hasSuffix(".session") ? String(name.dropLast(".session".count)) : name
        switch format {
        case .claudeCode:
            return try await ClaudeCodeExporter(session).transcriptName(at: moment)
                ?? "\(session.id).jsonl"
        case .cloudEvents: return stem + ".jsonl"
        case .markdown: return stem + ".md"
        }
    }

    /// What a person should know of events that a format has no form for.
    static func notes(leftOut: [String: Int]) -> [String] {
        guard !leftOut.isEmpty else { return [] }
        let kinds = leftOut.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }
        return ["left out, for the format has no form for it: " + kinds.joined(separator: ", ")]
    }
}
