import SessionStore

/// A line with what importing looks at, found once.
struct CodexEntry: TranscriptRecord {
    var source: SourceRecord
    var fields: CodexFields

    init(_ source: SourceRecord) {
        self.source = source
        fields = CodexFields(source.damage == nil ? JSON(unchecked: source.bytes) : .null)
    }

    /// An item has no id that a copy keeps: with its time its bytes are one.
    var id: RecordKey? {
        guard fields.isItem || fields.type == "compacted", time != nil else { return nil }
        return RecordKey(source.bytes[...])
    }

    var parent: RecordKey? { nil }
    var time: Timestamp? { fields.timestamp }
    var message: JSON? { fields.payload }
    var isPrompt: Bool { kind == .promptSubmitted }
    var isSidechain: Bool { false }
    var isSaid: Bool { fields.isItem && kind != .contextBuilt && kind != .foreignRecorded }

    var transcript: String? {
        fields.type == "session_meta" ? fields.payload["id"]?.string : nil
    }

    var workingFolder: String? {
        ["session_meta", "turn_context"].contains(fields.type) ? fields.payload["cwd"]?.string : nil
    }

    private var kind: EventKind { fields.kind(isUsageNew: true) }
}
