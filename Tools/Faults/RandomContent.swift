import Generators
import SessionStore

/// Events whose sizes lie around every threshold of the log, and secrets to erase.
struct RandomContent {
    var random: Seeded
    private var files: [String: [String]] = [:]
    /// Some of the texts so far, for others to quote.
    private var quotes: [String] = []
    private var number = 0

    init(seed: UInt64) { random = Seeded(state: seed) }

    mutating func events(_ count: Int) -> [EventDraft] { (0..<count).map { _ in event() } }

    /// An event with a text that stands nowhere else, and that text.
    mutating func secret() -> (EventDraft, String) {
        let secret = "Zq" + word(30)
        return (.note("\(text(20)) \(secret) \(text(20))", by: .user("eve")), secret)
    }

    mutating func event() -> EventDraft {
        number += 1
        var draft = plain()
        if random.number(0...2) == 0 { draft.id = "e\(number)-\(word(6))" }
        return draft
    }

    private mutating func plain() -> EventDraft {
        let actor = random.pick([
            EventActor.user("ana"), .user("ben"), .model("m-1"), .tool("bash"),
        ])
        switch random.number(0...11) {
        case 0, 1: return .prompt(quoting(size()), by: actor)
        case 2, 3:
            return .response(
                quoting(size()), by: .model("m-1"),
                usage: TokenUsage(input: random.number(0...999), output: random.number(0...999)))
        case 4: return .toolResult(.string(quoting(size())), of: "bash")
        case 5:
            return .setting("s\(random.number(0...3))", .number(random.number(0...9)), by: actor)
        case 6: return .title(text(5), by: actor)
        case 7: return .removedFile("src/f\(random.number(0...5))", by: actor)
        default: return file(actor)
        }
    }

    /// Words: most small, a few as large as a group or the window of the compressor.
    private mutating func size() -> Int {
        random.number(0...19) == 0
            ? random.pick([1_000, 9_000, 11_000, 20_000]) : random.number(1...120)
    }

    /// What is compressed against what it quotes cannot be read without it.
    private mutating func quoting(_ words: Int) -> String {
        let text = text(words)
        defer { if quotes.count < 40 { quotes.append(String(text.prefix(4_000))) } }
        guard !quotes.isEmpty, random.number(0...1) == 0 else { return text }
        return "again: \(random.pick(quotes)) \(text)"
    }

    mutating func file(_ actor: EventActor) -> EventDraft {
        let path = "src/f\(random.number(0...5))"
        var lines = files[path] ?? (0..<random.number(1...300)).map { _ in text(5) }
        for _ in 0...random.number(0...2) { lines[random.number(0...lines.count - 1)] = text(6) }
        files[path] = lines
        return .file(path, content: Array(lines.joined(separator: "\n").utf8), by: actor)
    }

    /// Half of the words are known, half compress badly.
    mutating func text(_ words: Int) -> String {
        let known = ["parse", "the", "Zeile", "→", "日本", "🙂", "let x = 1", "\"", "\\"]
        var text = ""
        for _ in 0..<words {
            text += random.number(0...1) == 0 ? random.pick(known) : word(8)
            text += " "
        }
        return text
    }

    mutating func word(_ count: Int) -> String {
        let letters = Array("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")
        return String((0..<count).map { _ in random.pick(letters) })
    }
}
