internal import JSONText
import SessionStore

/// Turns events that did not come from a rollout into lines that Codex takes.
///
/// Its reader wants the meta first and takes the conversation from the items; event messages repeat
/// them for its lists and its screen.
struct CodexConverter: RecordConverter {
    private(set) var transcriptID: String?
    private(set) var lost: [String] = []
    private let session: String
    private var hasMeta = false
    private var cwd: JSON?
    private var provider: JSON?

    init(session: String, transcript: String?, branches: [Branch]) {
        self.session = session
        transcriptID = transcript
    }

    mutating func begin(in folder: String) { cwd = .string(folder) }

    mutating func pass(_ event: Event, isOfFork: Bool) {
        guard !hasMeta else { return }
        let fields = CodexFields(event.body)
        guard fields.type == "session_meta" else { return }
        hasMeta = true
        transcriptID = transcriptID ?? fields.payload["id"]?.string
    }

    /// Prompts that were taken back are on a branch of their own: there they were not.
    func placed(_ record: [UInt8], of event: Event, isOwn: Bool) -> [UInt8]? {
        guard event.kind == .noteAdded else { return record }
        return CodexFields(event.body).form == "thread_rolled_back" ? nil : record
    }

    mutating func records(for event: Event) -> [ComposedJSON] {
        lost = []
        guard event.dialect != .codex, !event.isErased, event.branch != nil else { return [] }
        note(event)
        let (lines, lost) = CodexLines.lines(of: event, thread: transcriptID ?? session)
        self.lost = lost
        guard !hasMeta, !lines.isEmpty else { return lines }
        hasMeta = true
        return [meta(at: event.occurredAt)] + lines
    }

    private mutating func note(_ event: Event) {
        guard event.kind == .settingChanged else { return }
        let value = SubjectChanged(event.body).value
        guard value.kind == .string else { return }
        if event.subject == "cwd" { cwd = value }
        if event.subject == "modelProvider" { provider = value }
    }

    private func meta(at time: Timestamp) -> ComposedJSON {
        let id = ComposedJSON(.string(transcriptID ?? session))
        let stamp = ComposedJSON(.string(time.description))
        return CodexLines.line(
            "session_meta", at: time,
            [
                "id": id, "timestamp": stamp, "cwd": ComposedJSON(cwd ?? "/"),
                "originator": "session-store", "cli_version": "0.0.0", "source": "cli",
                "model_provider": ComposedJSON(provider ?? "openai"),
            ])
    }

    /// The item that an event becomes is known by its bytes.
    static func id(of event: Event) -> RecordKey? {
        guard event.dialect != .codex, CodexLines.kinds.contains(event.kind) else { return nil }
        return CodexLines.lines(of: event, thread: "").lines.lazy
            .map { CodexEntry(SourceRecord(bytes: $0.line, line: 0)) }.last { $0.id != nil }?.id
    }

    static func looseRecords(for event: Event) -> [JSON] {
        guard event.dialect != .codex, !event.isErased else { return [] }
        return CodexLines.lines(of: event, thread: "").lines
            .map { SourceRecord(bytes: $0.line, line: 0) }
            .filter { CodexEntry($0).id == nil }.map { JSON(unchecked: $0.bytes) }
    }
}

extension ComposedJSON {
    /// The whole of it on one line.
    fileprivate var line: [UInt8] {
        var bytes: [UInt8] = []
        forEachPieceOfLine { bytes += $0 }
        return bytes
    }
}
