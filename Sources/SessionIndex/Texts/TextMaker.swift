internal import JSONText
internal import SessionStore

/// Makes pieces of text of a session's events.
struct TextMaker {
    /// The texts that an event says, by what they are.
    struct Said {
        var texts: [(sort: TextSort, text: String)] = []
        var flags: TextPiece.Flags = []
        var detail: String?

        mutating func add(_ sort: TextSort, _ text: String) {
            guard !text.isEmpty else { return }
            if let index = texts.firstIndex(where: { $0.sort == sort }) {
                texts[index].text += "\n" + text
            } else {
                texts.append((sort, text))
            }
        }
    }

    /// - Parameter time: when what the event stands for happened.
    static func pieces(of event: Event, time: Timestamp) -> [TextPiece] {
        let said = said(in: event)
        return said.texts.map { sort, text in
            let indexed = IndexedText(text)
            let isKept = sort.table == .prompt && text.utf8.count <= KeptText.limit
            return TextPiece(
                position: event.position, time: time, sort: sort, flags: said.flags,
                lineage: Lineage.of(sort, time, text), actor: event.actor.rawValue,
                detail: said.detail, text: indexed.text,
                kept: isKept ? KeptText(text: text, occurred: event.occurredAt) : nil,
                words: indexed.words)
        }
    }

    /// Whether events of a kind say anything that can be found.
    static func isSaid(in kind: EventKind) -> Bool { kinds.contains(kind) }

    private static let kinds: Set<EventKind> = [
        .titleChanged, .fileChanged, .promptSubmitted, .commandGiven, .noteAdded,
        .responseReceived, .responseFailed, .toolCalled, .toolReturned,
    ]

    /// What an event says that can be found; nothing for an erased one.
    static func said(in event: Event) -> Said {
        var said = Said()
        guard !event.isErased else { return said }
        switch event.kind {
        case .titleChanged: said.add(.title, event.title ?? "")
        case .fileChanged: said.add(.path, event.subject ?? "")
        case .promptSubmitted, .commandGiven: add(event, texts: .prompt, to: &said)
        case .noteAdded: add(event, texts: .note, to: &said)
        case .responseReceived, .responseFailed, .toolCalled, .toolReturned:
            add(event, texts: .answer, to: &said)
        default: break
        }
        return said
    }

    private static func add(_ event: Event, texts sort: TextSort, to said: inout Said) {
        guard let message = event.message else { return }
        if event.kind == .responseFailed { said.flags.insert(.failure) }
        said.detail = message.model ?? (event.actor.role == "tool" ? event.actor.name : nil)
        for part in message.parts {
            switch part {
            case .text(let text): said.add(sort, ReadableText(text).whole)
            case .thinking(let text): said.add(.thinking, ReadableText(text).whole)
            case .toolCall(_, let name, let arguments):
                said.detail = name
                if isCommand(arguments) { said.flags.insert(.command) }
                said.add(.call, ([name] + arguments.readableStrings).joined(separator: "\n"))
            case .toolResult(_, let result, let isError):
                if isError { said.flags.insert(.failure) }
                said.add(.result, ReadableText(result).whole)
            case .other: break
            }
        }
    }

    /// Whether a call runs a command: tools that do name it so.
    private static func isCommand(_ arguments: JSON) -> Bool {
        guard arguments.kind == .object else { return false }
        return arguments["command"] != nil || arguments["cmd"] != nil
    }
}

/// What tells that two pieces are the same one: in forks, in copies of a file, and in transcripts
/// that were imported more than once, sort, time and text are the same.
enum Lineage {
    /// Bytes that are looked at; two texts of one moment that differ later are as long as each
    /// other by chance alone.
    private static let limit = 4096

    /// 48 bits of FNV-1a (<https://www.rfc-editor.org/rfc/rfc9923>): the same on every machine.
    static func of(_ sort: TextSort, _ time: Timestamp, _ text: String) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0100_0000_01B3 }
        func add(_ number: Int) {
            for shift in stride(from: 0, to: 64, by: 8) {
                add(UInt8(truncatingIfNeeded: number >> shift))
            }
        }
        add(sort.rawValue)
        add(time.microseconds)
        add(text.utf8.count)
        for byte in text.utf8.prefix(limit) { add(byte) }
        return Int((hash ^ hash >> 48) & 0xFFFF_FFFF_FFFF)
    }
}
