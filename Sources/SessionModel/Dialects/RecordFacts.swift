/// What importing asks of a record whose format leaves the mapping to the common one: found once,
/// where it lies.
package struct RecordFacts: Sendable {
    package var kind: EventKind
    /// What the tool calls such a record: the subject of one that has no kind of ours.
    package var type: String?
    /// The record's own id, which later records name.
    package var id: JSON?
    /// The record that it follows.
    package var parent: JSON?
    package var time: Timestamp?
    /// The id of the transcript.
    package var transcript: JSON?
    /// Values that the tool's settings have from here on, by subject.
    package var settings: [(subject: String, value: JSON)] = []
    /// The call that started the subagent which the record is of.
    package var agent: JSON?
    /// What the subagent is called.
    package var agentName: String?
    /// The record before which the conversation goes on from here.
    package var rewind: JSON?
    /// Whether the tool writes what a person asks twice; the second time it says nothing new.
    package var mayEcho = false
    /// Who speaks in the records that follow, of a message whose parts are records of their own.
    package var speaker: Message.Role?
    /// Whether it is what a tool gave where it follows a model's answer, and else a person's.
    package var mayBeResult = false

    package init(_ kind: EventKind = .foreignRecorded, type: String? = nil) {
        self.kind = kind
        self.type = type
    }

    /// Takes over settings that are there and not empty.
    package mutating func set(_ values: [(subject: String, value: JSON?)]) {
        for (subject, value) in values {
            guard let value, !value.isNull, value.string != "" else { continue }
            settings.append((subject, value))
        }
    }
}

/// A message that stands inside of a record with others.
package struct TreeMessage: Sendable {
    package var id: String?
    /// Which one of them it follows.
    package var parent: Int?
    /// Whether a person says it, and not a model.
    package var isAsked: Bool
    package var text: JSON
    package var model: String?
    package var time: Timestamp?
}

/// A record that tells by itself what importing asks, so that one mapper serves all such formats.
package protocol FactRecord: DialectRecord {
    /// What the tool takes from its records as settings.
    static var settings: Set<String> { get }
    /// Whether each record follows its parent strictly, so that a second one below the same parent
    /// begins a branch; otherwise a second prompt does, as others hang beside.
    static var isTree: Bool { get }
    /// Whether a record comes again, with the same id, when more of it is known.
    static var comesAgain: Bool { get }
    /// Whether a tool that reads a file gives its content as it is.
    static var readsPlainly: Bool { get }
    /// What the record says, whatever kind it has.
    var said: Message? { get }
    var facts: RecordFacts { get }
    /// Of a record that holds a whole conversation: its messages, each behind the one it follows.
    var tree: [TreeMessage] { get }
    /// Where a call's result tells a file's whole new content; nil where it does not.
    func newContent(ofCall id: String?) -> JSON?
}

extension FactRecord {
    package static var settings: Set<String> { ["model", "cwd"] }
    package static var isTree: Bool { false }
    package static var comesAgain: Bool { false }
    package static var readsPlainly: Bool { false }

    package var tree: [TreeMessage] { [] }

    package func newContent(ofCall id: String?) -> JSON? { nil }

    /// Of a kind that says nothing there is no message, whatever the record holds.
    package func message(of kind: EventKind) -> Message? {
        guard ![.foreignRecorded, .titleChanged].contains(kind), let said else { return nil }
        guard kind == .toolReturned, said.role == .user, said.kind == .promptSubmitted else {
            guard kind == .promptSubmitted, said.role == .assistant else { return said }
            return Message(role: .user, parts: said.parts)
        }
        return said.asResult
    }
}

extension Message {
    /// What stands in a person's place and is what a tool gave.
    fileprivate var asResult: Message {
        let results = parts.map { part -> Part in
            guard case .text(let text) = part else { return part }
            return .toolResult(id: nil, result: text, isError: false)
        }
        return Message(role: .tool, parts: results)
    }

    /// The kind of event that says it.
    package var kind: EventKind {
        var (calls, returns) = (false, false)
        for part in parts {
            switch part {
            case .toolCall: calls = true
            case .toolResult: returns = true
            default: break
            }
        }
        switch role {
        case .user where returns, .tool: return .toolReturned
        case .user: return .promptSubmitted
        case .assistant: return calls ? .toolCalled : .responseReceived
        case .system: return .noteAdded
        }
    }
}

extension Timestamp {
    /// A time as tools write it: RFC 3339, or seconds or milliseconds since 1970.
    package init?(written value: JSON?) {
        guard let value else { return nil }
        if value.kind == .string {
            guard let text = value.string else { return nil }
            // Some write no zone where they mean UTC.
            self.init(text, localOffset: { _ in 0 })
        } else {
            guard let number = value.double, number.isFinite, number > 0 else { return nil }
            let seconds = number > 1e11 ? number / 1000 : number
            let time = Timestamp(seconds: (seconds * 1e6).rounded() / 1e6)
            guard Timestamp.recordable.contains(time) else { return nil }
            self = time
        }
    }
}
