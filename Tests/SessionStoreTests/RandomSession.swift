import Generators
import SessionStore

extension Seeded {
    mutating func text(_ count: Int) -> String {
        let words = ["parse", "the", "Zeile", "→", "日本", "🙂", "\n", "let x = 1", "\"", "\\"]
        return (0..<count).map { _ in pick(words) }.joined(separator: " ")
    }
}

/// A session whose events follow from a seed, and what must be true of it.
struct RandomSession {
    let session: Session
    /// The drafts of each branch's line after its first event, in order.
    private(set) var lines: [BranchName: [EventDraft]] = [.main: []]
    private var random: Seeded

    init(seed: UInt64, session: Session) {
        self.session = session
        random = Seeded(state: seed)
    }

    var branches: [BranchName] { lines.keys.sorted() }

    /// Appends, forks and edits `steps` times.
    mutating func run(steps: Int) async throws {
        for step in 0..<steps {
            let branch = random.pick(branches)
            if random.number(0...9) == 0 {
                let isTaken = lines[BranchName(rawValue: "b\(step)")] != nil
                let name = isTaken ? "b\(step)-\(lines.count)" : "b\(step)"
                try await fork(BranchName(rawValue: name), from: branch)
            } else {
                let drafts = (0..<random.number(1...4)).map { _ in draft() }
                let head = (lines[branch]?.count ?? 0) + 1
                try await session.append(drafts, to: branch, expecting: .revision(Revision(head)))
                lines[branch, default: []] += drafts
            }
        }
    }

    private mutating func fork(_ name: BranchName, from branch: BranchName) async throws {
        let line = lines[branch] ?? []
        let revision = random.number(1...line.count + 1)
        try await session.fork(name, from: .revision(Revision(revision), on: branch))
        lines[name] = Array(line.prefix(revision - 1))
    }

    private mutating func draft() -> EventDraft {
        let actor = random.pick([EventActor.user("ana"), .model("m-1"), .tool("bash"), .system])
        switch random.number(0...9) {
        case 0, 1: return .prompt(random.text(20), by: actor)
        case 2, 3:
            let usage = TokenUsage(input: random.number(0...99), output: random.number(0...99))
            return .response(
                random.text(60), by: actor, id: "r\(random.number(0...9))", usage: usage)
        case 4: return .toolCall("bash", arguments: ["n": .number(random.number(0...9))], by: actor)
        case 5: return .toolResult(.string(random.text(100)), of: "bash")
        case 6:
            return .setting("s\(random.number(0...3))", .number(random.number(0...9)), by: actor)
        case 7: return .title(random.text(3), by: actor)
        case 8: return .removedFile("f\(random.number(0...4))", by: actor)
        default: return file(actor)
        }
    }

    private mutating func file(_ actor: EventActor) -> EventDraft {
        var lines = (0..<random.number(1...60)).map { "line \($0) of the file" }
        for _ in 0..<3 { lines[random.number(0...lines.count - 1)] = random.text(4) }
        return .file(
            "f\(random.number(0...4))", content: Array(lines.joined(separator: "\n").utf8),
            by: actor)
    }
}
