internal import JSONText
import SessionStore

/// A format of transcripts that sessions are imported from and exported to.
public enum TranscriptFormat: String, Sendable, CaseIterable {
    /// `*.jsonl` of Claude Code: one record a line.
    case claudeCode = "claude-code"
    /// One CloudEvents 1.0 object a line, as this library writes sessions.
    case cloudEvents = "cloudevents"
    /// A conversation to read; export only.
    case markdown

    /// Tells a format by the beginning of a transcript.
    ///
    /// - Parameter firstBytes: some kilobytes; a first line that is cut off is looked at as far as
    ///   it goes.
    /// - Returns: nil where nothing fits, or where only damaged lines were given.
    public static func detect(_ firstBytes: [UInt8]) -> TranscriptFormat? {
        let mark = LineReader.byteOrderMark
        let text = firstBytes.dropFirst(firstBytes.starts(with: mark) ? mark.count : 0)
        for line in text.split(separator: 0x0A).prefix(20) {
            let record = JSON(unchecked: Array(line))
            guard record.kind == .object else { continue }
            let found = record.pick(keys)
            if found[0]?.string == "1.0" { return .cloudEvents }
            guard let type = found[1]?.string else { continue }
            if claudeCodeTypes.contains(type) || found[2] != nil || found[3] != nil {
                return .claudeCode
            }
        }
        return nil
    }

    private static let keys = JSONKeys(["specversion", "type", "sessionId", "leafUuid"])
    private static let claudeCodeTypes: Set<String> = [
        "user", "assistant", "summary", "file-history-snapshot", "queue-operation", "custom-title",
        "ai-title",
    ]
}
