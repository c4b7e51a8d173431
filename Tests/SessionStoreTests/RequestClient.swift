import Generators
import SessionStore

/// A program that talks to a model its own way: its own form of messages, order of keys, escapes,
/// cache markers, and its own way to shorten what is old. Everything follows from a seed.
struct RequestClient {
    private var random: Seeded
    private var messages: [(role: String, parts: [Part])] = []
    private let isChat: Bool
    private let escapesWide: Bool
    private let escapesSlash: Bool
    private let hasSpaces: Bool
    private let keysTurned: Bool

    private enum Part {
        case text(String)
        case call(id: String, arguments: JSON)
        case result(id: String, String)
    }

    init(seed: UInt64) {
        var random = Seeded(state: seed &* 977)
        let flips = (0..<5).map { _ in random.number(0...1) == 1 }
        (isChat, escapesWide, escapesSlash) = (flips[0], flips[1], flips[2])
        (hasSpaces, keysTurned) = (flips[3], flips[4])
        self.random = random
    }

    /// The next turn: what is appended to the log and what is sent. The two share texts, no bytes.
    mutating func turn(_ number: Int) -> (
        before: [EventDraft], request: [UInt8], after: [EventDraft]
    ) {
        let prompt = random.number(0...5) == 0 ? "go on" : random.text(30) + " prompt \(number)"
        messages.append(("user", [.text(prompt)]))
        shorten()
        let request = request()
        let answer = random.text(80) + " answer \(number)"
        let id = "toolu_\(number)_\(random.number(0...99_999))"
        let path: JSON = .string("src/\(random.number(0...9)).swift")
        let arguments: JSON = ["path": path, "text": .string(random.text(30))]
        let result = random.text(random.number(1...300)) + " result \(number)"
        messages.append(("assistant", [.text(answer), .call(id: id, arguments: arguments)]))
        messages.append(("user", [.result(id: id, result)]))
        return (
            [.prompt(prompt, by: .user("ana"))], request,
            [
                .response(answer, by: .model("m")),
                .toolCall("edit", arguments: arguments, id: id, by: .model("m")),
                .toolResult(.string(result), of: "edit", id: id),
            ]
        )
    }

    /// Now and then leaves the oldest out, cuts a long result short or sums up.
    private mutating func shorten() {
        switch random.number(0...7) {
        case 0 where messages.count > 8: messages.removeFirst(2)
        case 1 where messages.count > 8:
            messages.replaceSubrange(0..<4, with: [("user", [.text("So far: " + random.text(60))])])
        case 2:
            for index in messages.indices {
                guard case .result(let id, let text) = messages[index].parts[0] else { continue }
                messages[index].parts = [.result(id: id, String(text.prefix(150)) + "… [cut]")]
                break
            }
        default: break
        }
    }

    private mutating func request() -> [UInt8] {
        let last = messages.count - 1
        let list = messages.enumerated().flatMap { index, message in
            isChat
                ? chat(message.role, message.parts)
                : [blocks(message.role, message.parts, isMarked: index > last - 2)]
        }
        let tools: JSON = [
            ["name": "edit", "description": .string(String(repeating: "Edits. ", count: 60))]
        ]
        return written(
            object([
                ("model", "m-1"), ("temperature", "NUMBER1.0"), ("tools", tools),
                ("messages", .array(list)), ("note", "lone \u{E000} half"),
            ]))
    }

    private func object(_ members: [(String, JSON?)]) -> JSON {
        .object(keysTurned ? members.reversed() : members)
    }

    private func blocks(_ role: String, _ parts: [Part], isMarked: Bool) -> JSON {
        let marker: JSON? = isMarked ? ["type": "ephemeral"] : nil
        if parts.count == 1, case .text(let text) = parts[0], !isMarked {
            return object([("role", .string(role)), ("content", .string(text))])
        }
        let blocks = parts.map { part -> JSON in
            switch part {
            case .text(let text):
                object([("type", "text"), ("text", .string(text)), ("cache_control", marker)])
            case .call(let id, let arguments):
                object([
                    ("type", "tool_use"), ("id", .string(id)), ("name", "edit"),
                    ("input", arguments), ("cache_control", marker),
                ])
            case .result(let id, let text):
                object([
                    ("type", "tool_result"), ("tool_use_id", .string(id)),
                    ("content", [["type": "text", "text": .string(text)]]),
                    ("cache_control", marker),
                ])
            }
        }
        return object([("role", .string(role)), ("content", .array(blocks))])
    }

    private func chat(_ role: String, _ parts: [Part]) -> [JSON] {
        parts.map { part in
            switch part {
            case .text(let text): object([("role", .string(role)), ("content", .string(text))])
            case .call(let id, let arguments):
                object([
                    ("role", "assistant"),
                    (
                        "tool_calls",
                        [
                            [
                                "id": .string(id),
                                "function": ["arguments": .string(arguments.description)],
                            ]
                        ]
                    ),
                ])
            case .result(let id, let text):
                object([
                    ("role", "tool"), ("tool_call_id", .string(id)), ("content", .string(text)),
                ])
            }
        }
    }

    /// The same value as this client writes it: its escapes, its white space, a number with a
    /// fraction and half a surrogate pair, which only exact bytes keep.
    private func written(_ value: JSON) -> [UInt8] {
        var text = value.description.replacing("\"NUMBER1.0\"", with: "1.0")
        if hasSpaces { text = text.replacing("\",\"", with: "\", \"") }
        if escapesSlash { text = text.replacing("/", with: "\\/") }
        var result = ""
        for unit in text.utf16 {
            if unit == 0xE000 {
                result += "\\ud83d"
            } else if unit >= 0x80, escapesWide {
                let digits = String(unit, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
            if unit < 0x80 { result.unicodeScalars.append(Unicode.Scalar(UInt8(unit))) }
        }
        guard !escapesWide else { return Array(result.utf8) }
        return Array(text.replacing("\u{E000}", with: "\\ud83d").utf8)
    }
}
