internal import JSONText

/// An event as a CloudEvents 1.0 JSON object, the form in which events leave the file
/// (<https://github.com/cloudevents/spec>).
///
/// The body stands in `data` as it was written. A file's content stands there too, as `content` or,
/// where it is no UTF-8, `contentBase64`; `contentbytes` says that this member is not the body's
/// own.
public struct CloudEvent: Sendable {
    /// The event without its place.
    public var draft: EventDraft
    /// The writer's `id` attribute: in an export the event's digest.
    public var id: String?
    /// Where it was appended; nil of a control event, or where nobody said it.
    public var branch: BranchName?
    /// The revision in the session it came from.
    public var sequence: Revision?
    /// When it was written into the session it came from.
    public var recordedAt: Timestamp?
    /// Whether its content was erased there: then the draft says nothing.
    public var isErased: Bool

    /// One line, without a line break at its end.
    ///
    /// - Parameter session: the session's id.
    public static func encode(_ event: Event, session: String) -> [UInt8] {
        var line: [UInt8] = []
        encode(event, session: session) { line += $0 }
        return line
    }

    /// The same line piece by piece, so that of a large event there is no second copy.
    public static func encode(
        _ event: Event, session: String, to sink: ([UInt8]) throws -> Void
    ) rethrows {
        var writer = attributes(of: event, session: session)
        guard let content = event.content else {
            try sink(writer.begin("data"))
            try event.body.forEachPieceOfLine(sink)
            return try sink([UInt8(ascii: "}")])
        }
        writer.raw("contentbytes", Array(String(content.count).utf8))
        try sink(writer.begin("data"))
        try CloudEventContent.join(event.body, content, to: sink)
        try sink([UInt8(ascii: "}")])
    }

    private static func attributes(of event: Event, session: String) -> MemberWriter {
        var writer = MemberWriter()
        writer.string("specversion", "1.0")
        writer.string("id", event.digest.description)
        writer.string("source", "urn:uuid:\(session)")
        writer.string("type", event.kind.rawValue)
        writer.string("subject", event.subject)
        writer.string("time", event.occurredAt.description)
        writer.string("datacontenttype", "application/json")
        writer.string("sequence", event.revision.description)
        writer.string("branch", event.branch?.rawValue)
        writer.raw("position", Array(event.position.description.utf8))
        writer.string("actor", event.actor.rawValue)
        writer.string("recordedtime", event.recordedAt.description)
        if let cause = event.cause { writer.raw("cause", Array(cause.description.utf8)) }
        writer.string("origin", event.origin?.description)
        writer.string("eventid", event.id)
        if event.version != 1 { writer.raw("kindversion", Array(String(event.version).utf8)) }
        writer.string("dialect", event.dialect?.rawValue)
        if event.isErased { writer.raw("erased", Array("true".utf8)) }
        return writer
    }
}

/// Writes an object's members one after the other.
private struct MemberWriter {
    private var bytes: [UInt8] = [UInt8(ascii: "{")]

    mutating func string(_ name: String, _ text: String?) {
        guard let text else { return }
        key(name)
        JSONEscapes.encode(text.utf8, into: &bytes)
    }

    mutating func raw(_ name: String, _ value: [UInt8]) {
        key(name)
        bytes.append(contentsOf: value)
    }

    private mutating func key(_ name: String) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        JSONEscapes.encode(name.utf8, into: &bytes)
        bytes.append(UInt8(ascii: ":"))
    }

    /// Everything up to a last member's value, which follows.
    consuming func begin(_ name: String) -> [UInt8] {
        key(name)
        return bytes
    }
}
