internal import JSONText

extension CloudEvent {
    private static let keys = JSONKeys([
        "type", "data", "subject", "time", "actor", "branch", "sequence", "recordedtime", "cause",
        "origin", "eventid", "kindversion", "dialect", "erased", "contentbytes", "id",
    ])

    /// Reads one object. Only `type` is needed; who is nobody in particular is `system`.
    ///
    /// - Throws: ``SessionError/Code/invalidInput`` with the field that does not fit.
    public init(_ json: JSON) throws(SessionError) {
        guard json.kind == .object else {
            throw Self.invalid("the line", "is no JSON object")
        }
        let found = json.pick(Self.keys)
        guard let type = try Self.text(found[0], "type"), !type.isEmpty else {
            throw Self.invalid("type", "is missing")
        }
        let dialect = try Self.text(found[12], "dialect").map { Dialect(rawValue: $0) }
        let hasContent =
            found[14] != nil || (dialect == nil && type == EventKind.fileChanged.rawValue)
        let data = found[1] ?? .object([])
        let parts = hasContent ? CloudEventContent.split(data) : nil
        if found[14] != nil, parts == nil {
            throw Self.invalid("data", "has no content though contentbytes says so")
        }
        let cause = try Self.number(found[8], "cause")
        draft = EventDraft(
            kind: EventKind(rawValue: type),
            version: try Self.number(found[11], "kindversion") ?? 1,
            dialect: dialect, subject: try Self.text(found[2], "subject"),
            actor: try Self.text(found[4], "actor").map { EventActor(rawValue: $0) } ?? .system,
            occurredAt: try Self.time(found[3], "time"),
            cause: cause.map { .revision(Revision($0)) },
            origin: try Self.digest(found[9], "origin"), id: try Self.text(found[10], "eventid"),
            body: parts?.body ?? JSON(unchecked: data.bytes), content: parts?.content)
        id = try Self.text(found[15], "id")
        branch = try Self.text(found[5], "branch").map { BranchName(rawValue: $0) }
        sequence = try Self.number(found[6], "sequence").map { Revision($0) }
        recordedAt = try Self.time(found[7], "recordedtime")
        isErased = found[13]?.bool ?? false
    }

    private static func invalid(_ field: String, _ reason: String) -> SessionError {
        SessionError(
            .invalidInput, "\(field) \(reason)",
            hint: #"Write one object, such as "#
                + #"{"type":"prompt.submitted","actor":"user:ana","data":{"text":"hi"}}"#)
    }

    private static func text(_ json: JSON?, _ field: String) throws(SessionError) -> String? {
        guard let json, !json.isNull else { return nil }
        guard let text = json.string else { throw invalid(field, "is no string: \(json)") }
        return text
    }

    /// A number, or one in a string as CloudEvents' sequence extension wants it.
    private static func number(_ json: JSON?, _ field: String) throws(SessionError) -> Int? {
        guard let json, !json.isNull else { return nil }
        guard let number = json.int ?? json.string.flatMap({ Int($0) }), number >= 0 else {
            throw invalid(field, "is no whole number from 0: \(json)")
        }
        return number
    }

    private static func time(_ json: JSON?, _ field: String) throws(SessionError) -> Timestamp? {
        guard let text = try text(json, field) else { return nil }
        guard let time = Timestamp(text) else {
            throw invalid(field, "is no time like 2026-11-20T10:00:00Z: \"\(text)\"")
        }
        return time
    }

    private static func digest(_ json: JSON?, _ field: String) throws(SessionError) -> EventDigest?
    {
        guard let text = try text(json, field) else { return nil }
        guard let digest = EventDigest(text) else {
            throw invalid(field, "is no digest of 64 hexadecimal digits: \"\(text)\"")
        }
        return digest
    }
}
