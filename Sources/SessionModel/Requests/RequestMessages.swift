internal import JSONText

/// The messages of a model request, whatever provider's form it has.
public struct RequestMessages: Sendable {
    /// One message as the request holds it.
    public struct Message: Sendable, Hashable {
        /// Who speaks, as written: `user`, `assistant`, `system`, `tool`; the item's type where it
        /// has no role.
        public let role: String
        /// The beginning of what is said, at most 200 characters.
        public let beginning: String
        /// The whole message, as written.
        public let value: JSON
        /// Equal for messages that differ in cache markers, order of keys or escapes alone.
        public let identity: Digestible

        /// A message's meaning, to compare by.
        public struct Digestible: Sendable, Hashable {
            fileprivate let bytes: [UInt8]
        }
    }

    /// The instructions, where the request has any, then the messages in order.
    public let messages: [Message]

    /// - Returns: nil where the request holds no list of messages.
    public init?(_ request: JSON) {
        let members = request.members
        guard let list = Self.list(in: request, members) else { return nil }
        var found: [Message] = []
        if request.kind == .object {
            for (key, value) in members where Self.instructionKeys.contains(key) {
                found.append(Message(value, role: "system"))
            }
        }
        if list.kind == .string {
            found.append(Message(list, role: "user"))
        } else {
            list.forEachElement { found.append(Message($0)) }
        }
        messages = found
    }

    private static let listKeys = ["messages", "input", "contents", "prompt", "history"]
    private static let instructionKeys: Set = [
        "system", "instructions", "systemInstruction", "system_instruction",
    ]

    /// Where the messages are: under a name that providers use, else the first member that is a
    /// list of objects, else the request itself.
    static func list(in request: JSON, _ members: [(key: String, value: JSON)]) -> JSON? {
        if request.kind == .array { return isList(request) ? request : nil }
        guard request.kind == .object else { return nil }
        for key in listKeys {
            guard let value = members.last(where: { $0.key == key })?.value else { continue }
            if isList(value) || (value.kind == .string && key != "messages") { return value }
        }
        return members.first { isList($0.value) && !$0.key.hasPrefix("tool") }?.value
    }

    private static func isList(_ value: JSON) -> Bool {
        guard value.kind == .array else { return false }
        var scanner = JSONScanner(
            value.source, from: value.range.lowerBound + 1, to: value.range.upperBound)
        guard let first = scanner.skipValue() else { return true }
        let element = JSON(source: value.source, range: first)
        return element.kind == .object
            && (element["role"] != nil || element["type"] != nil || element["parts"] != nil)
    }

    /// A message's text where it says one short thing.
    static func shortText(of message: JSON) -> [UInt8]? {
        guard let value = texts(of: message).first, value.range.count <= EventValues.least + 2
        else { return nil }
        return value.utf8
    }

    /// The strings that a message says.
    fileprivate static func texts(of message: JSON) -> [JSON] {
        switch message.kind {
        case .string: return [message]
        case .array: return message.elements.flatMap { texts(of: $0) }
        case .object:
            for key in ["text", "content", "parts", "output", "arguments", "input", "name"] {
                if let value = message[key], !value.isNull {
                    let found = texts(of: value)
                    if !found.isEmpty { return found }
                }
            }
            return []
        default: return []
        }
    }
}

extension RequestMessages.Message {
    fileprivate init(_ value: JSON, role: String? = nil) {
        self.value = value
        self.role = role ?? value["role"]?.string ?? value["type"]?.string ?? "message"
        let texts = RequestMessages.texts(of: value)
        beginning = texts.lazy.compactMap { $0.beginning(limit: 200) }.first { !$0.isEmpty } ?? ""
        identity = Digestible(bytes: value.withoutMarkers.canonical.bytes)
    }
}

extension JSON {
    /// The same value without what tells a provider where its cache may end.
    fileprivate var withoutMarkers: JSON {
        switch kind {
        case .object:
            return .object(
                members.filter { $0.key != "cache_control" && $0.key != "cachePoint" }
                    .map { ($0.key, $0.key == "content" ? $0.value.plainText : $0.value) }
                    .map { ($0.0, $0.1.withoutMarkers) })
        case .array: return .array(elements.map(\.withoutMarkers))
        default: return self
        }
    }

    /// A list of one text as the text alone: clients write either, as a marker needs the list.
    private var plainText: JSON {
        let parts = elements
        guard parts.count == 1, parts[0]["type"]?.string == "text", let text = parts[0]["text"],
            parts[0].members.allSatisfy({ ["type", "text", "cache_control"].contains($0.key) })
        else { return self }
        return text
    }
}
