import Generators
import SessionStore

/// A session of as many events as one likes, with up to 1,000 files and 50 branches up to 20 deep,
/// and one line that forked 1,000 times.
struct LargeSession: Sendable {
    let path: String
    let events: Int
    private(set) var branches: [(name: BranchName, head: Revision)] = [(.main, 1)]

    private var random: Seeded
    private let texts: [String]
    private var files: [[String]]
    private var workload: Workload

    init(_ path: String, events: Int) {
        self.path = path
        self.events = events
        random = Seeded(state: 21)
        var workload = Workload(seed: 22)
        texts = (0..<4000).map { _ in workload.text(workload.number(40...800)) }
        files = (0..<min(1000, max(10, events / 20))).map { _ in
            workload.lines(bytes: workload.number(400...4000))
        }
        self.workload = workload
    }

    /// Writes the session, or takes the one that is there.
    static func make(_ path: String, _ events: Int) async throws -> LargeSession {
        var large = LargeSession(path, events: events)
        guard Workplace.size(path) > 0 else {
            try await large.write()
            return large
        }
        let session = try await Session.open(path, mode: .readOnly)
        let branches = try await session.branches()
        large.branches = branches.filter {
            !$0.name.rawValue.hasPrefix("deep") || $0.name == "deep999"
        }.map { ($0.name, $0.head) }
        try await session.close()
        return large
    }

    private mutating func write() async throws {
        let session = try await Session.create(at: path)
        let share = events / 50
        var written = 0
        for index in 0..<50 {
            var branch = BranchName.main
            if index > 0 { branch = try await fork(index, in: session) }
            var left = index == 0 ? share : min(share, events - written)
            while left > 0 {
                let count = min(1000, left)
                let drafts = (0..<count).map { _ in draft() }
                let head = try await session.append(drafts, to: branch, expecting: .any).head
                branches[index].head = head
                (left, written) = (left - count, written + count)
            }
        }
        try await forkDeep(session)
        try await session.close()
    }

    /// Leaves a random branch at a random point, at most 20 deep.
    private mutating func fork(_ index: Int, in session: Session) async throws -> BranchName {
        let parent = branches[max(0, index - random.number(1...min(index, 3)))]
        let name = BranchName(rawValue: "b\(index)")
        let revision = random.number(max(1, Revision(parent.head.number * 3 / 4))...parent.head)
        try await session.fork(name, from: .revision(revision, on: parent.name))
        branches.append((name, revision))
        return name
    }

    private mutating func forkDeep(_ session: Session) async throws {
        guard events >= 1000 else { return }
        var (parent, head) = branches[branches.count - 1]
        for depth in 0..<1000 {
            let name = BranchName(rawValue: "deep\(depth)")
            try await session.fork(name, from: .revision(head, on: parent))
            head = try await session.append([draft()], to: name, expecting: .any).head
            parent = name
        }
        branches.append((parent, head))
    }

    private mutating func draft() -> EventDraft {
        let text = random.pick(texts)
        switch random.number(0...99) {
        case 0..<12: return .prompt(text, by: .user("ana"))
        case 12..<40:
            return .response(text, by: .model("m-1"), usage: TokenUsage(input: 9, output: 2))
        case 40..<63:
            return .toolCall("bash", arguments: ["command": .string(text)], by: .model("m-1"))
        case 63..<86: return .toolResult(.string(text), of: "bash")
        case 86..<90: return .setting("s\(random.number(0...20))", .string(text), by: .user("ana"))
        default:
            let index = random.number(0...files.count - 1)
            files[index][random.number(0...files[index].count - 1)] = String(text.prefix(40))
            let content = Array(files[index].joined(separator: "\n").utf8)
            return .file(
                "src/part\(index % 20)/file\(index).swift", content: content, by: .tool("e"))
        }
    }

    /// A random moment of a random branch.
    static func moment(
        _ random: inout Seeded, _ branches: [(name: BranchName, head: Revision)]
    ) -> Point {
        let branch = random.pick(branches)
        return Point(branch: branch.name, revision: random.number(1...branch.head))
    }
}
