import SessionStore

/// A record with what importing looks at, found once.
struct ClaudeCodeEntry: TranscriptRecord {
    var source: SourceRecord
    var fields: ClaudeCodeFields
    var content: ClaudeCodeContent

    init(_ source: SourceRecord) {
        self.source = source
        let json = source.damage == nil ? JSON(unchecked: source.bytes) : .null
        fields = ClaudeCodeFields(json)
        content = ClaudeCodeContent(fields.message)
    }

    var id: RecordKey? { fields.uuid.map { RecordKey($0) } }
    var parent: RecordKey? { (fields.parent ?? fields.logicalParent).map { RecordKey($0) } }
    var time: Timestamp? { fields.timestamp }
    var transcript: String? { fields.transcript?.string }
    var workingFolder: String? { fields.settings.first { $0.subject == "cwd" }?.value.string }
    var message: JSON? { fields.message }
    var isPrompt: Bool { kind.isAsking }
    var isSidechain: Bool { fields.isSidechain }

    var isSaid: Bool {
        isPrompt || [.responseReceived, .toolCalled, .toolReturned].contains(kind)
    }

    private var kind: EventKind {
        ClaudeCodeRecord.kind(of: fields, content: content, knowsLeaf: false)
    }
}
