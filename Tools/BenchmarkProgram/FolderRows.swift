import Foundation
import Generators
import SessionIndex
import SessionStore
import Synchronization

/// Lists and searches of a folder of many sessions.
struct FolderRows: Sendable {
    let workplace: Workplace
    let sessions: Int
    private let made = Made()

    private final class Made: Sendable {
        let folder = Mutex<(path: String, bytes: Int)?>(nil)
    }

    init(workplace: Workplace, sessions: Int) {
        self.workplace = workplace
        self.sessions = sessions
    }

    // MARK: The folder

    /// Turns of a session, of five texts each.
    private static let turns = 30
    private static let start = 1_700_000_000_000_000

    /// Sessions over two years, with the bytes of their texts.
    private func folder() async throws -> (path: String, bytes: Int) {
        if let known = made.folder.withLock({ $0 }) { return known }
        let path = workplace.kept("folder-\(sessions)")
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        var workload = Workload(seed: 14, words: 20_000)
        var bytes = 0
        for number in 0..<sessions {
            let time = Self.start + number * (730 * 86_400_000_000 / sessions)
            let drafts = Self.drafts(&workload, time: time, bytes: &bytes)
            let file = "\(path)/s\(number).session"
            guard !FileManager.default.fileExists(atPath: file) else { continue }
            let session = try await Session.create(
                at: file, title: workload.text(40),
                options: SessionOptions(pageSize: 512, durability: .relaxed))
            _ = try await session.closing {
                try await $0.append(drafts, to: .main, expecting: .any)
            }
        }
        made.folder.withLock { $0 = (path, bytes) }
        return (path, bytes)
    }

    /// What is said in one turn: a prompt, an answer, a command, two results.
    private static let sizes = [400, 1200, 200, 2500, 2500]

    private static func drafts(
        _ workload: inout Workload, time: Int, bytes: inout Int
    ) -> [EventDraft] {
        let model = EventActor.model("opus")
        var drafts: [EventDraft] = []
        for turn in 0..<turns {
            let texts = sizes.map { workload.text($0) }
            bytes += texts.reduce(0) { $0 + $1.utf8.count }
            let said: [EventDraft] = [
                .prompt(texts[0], by: .user("ana")), .response(texts[1], by: model),
                .toolCall("Bash", arguments: ["command": .string(texts[2])], by: model),
                .toolResult(.string(texts[3]), of: "Bash"),
                .toolResult(.string(texts[4]), of: "Read"),
            ]
            let now = Timestamp(microseconds: time + turn * 60_000_000)
            drafts += said.map { $0.with(occurredAt: now) }
        }
        return drafts
    }

    // MARK: Opening

    /// A small session that nobody writes to, opened to show its preview.
    func open() async throws -> Row {
        let path = try await folder().path
        try await Task.sleep(for: .milliseconds(300))
        var (times, bare): ([Double], [Double]) = ([], [])
        for number in 0..<min(sessions, 300) {
            let file = "\(path)/s\(number).session"
            times.append(
                try await seconds {
                    let session = try await Session.open(file, mode: .readOnly)
                    _ = try await session.preview(at: .head(of: .main))
                    try await session.close()
                })
            bare.append(await seconds { BarePreview.read(file) })
        }
        return Row(
            "open a small session, show its preview",
            "a bare SQLite loop takes \((median(bare) * 1000).short) ms",
            median(times) * 1000, .atMost(0.4), "ms")
    }

    // MARK: Listing

    /// All sessions of the folder by an index that is up to date.
    func list(atMost limit: Double) async throws -> Row {
        let index = try await FolderIndex.open(SessionFolder(try await folder().path))
        _ = try await index.sessions()
        try await Task.sleep(for: .seconds(3))
        _ = try await index.sessions()
        var times: [Double] = []
        for _ in 0..<15 {
            times.append(
                try await seconds { _ = try await index.sessions() })
        }
        try await index.close()
        return Row(
            "list \(sessions) sessions, in process", "none of them changed", median(times) * 1000,
            .atMost(limit), "ms")
    }

    /// The same by the command, its start included.
    func listCommand() async throws -> Row? {
        let path = try await folder().path
        guard let time = try await TravelRows.command(["list", path]) else { return nil }
        return Row(
            "list \(sessions) sessions, by the command", "process start included", time * 1000,
            .atMost(200), "ms")
    }

    // MARK: Searching

    /// Reading all texts into a new index.
    func build() async throws -> [Row] {
        let (path, bytes) = try await folder()
        let index = try await FolderIndex.open(SessionFolder(path))
        _ = try await index.sessions()
        let before = try await index.size()
        let time = try await seconds { _ = try await index.search(TextQuery("nothing of it")) }
        let size = try await index.size() - before
        try await index.close()
        var workload = Workload(seed: 14, words: 20_000)
        let texts = (0..<9000).map { workload.text(Self.sizes[$0 % Self.sizes.count]) }
        let bare = await BareFullText.build(workplace.fresh(".db"), texts)
        let sample = Double(texts.reduce(0) { $0 + $1.utf8.count })
        let alone =
            "SQLite's own full text alone: \((sample / bare.seconds / 1_000_000).short) MB/s, "
            + "\((Double(bare.bytes) / sample).short) of the text"
        return [
            Row(
                "index the texts of \(sessions) sessions, \(bytes >> 20) MB", alone,
                Double(bytes) / time / 1_000_000, .atLeast(40), "MB/s"),
            Row(
                "index, as a share of the text", alone,
                Double(size) / Double(bytes), .atMost(0.45), "of the text"),
        ]
    }

    /// Searches for frequent and for rare words.
    func search() async throws -> [Row] {
        let index = try await FolderIndex.open(SessionFolder(try await folder().path))
        _ = try await index.search(TextQuery("warm"))
        var times: [Double] = []
        for words in queries {
            times.append(try await seconds { _ = try await index.search(TextQuery(words)) })
        }
        try await index.close()
        let detail = "\(queries.count) queries, the 20 commonest words among them"
        return [
            Row(
                "search \(sessions) sessions, half", detail, median(times) * 1000, .atMost(10), "ms"
            ),
            Row(
                "search \(sessions) sessions, 99 %", detail, percentile(times, 0.99) * 1000,
                .atMost(30), "ms"),
        ]
    }

    private var queries: [String] {
        var workload = Workload(seed: 14, words: 20_000)
        let words = workload.text(400_000).split(whereSeparator: \.isWhitespace).map(String.init)
        let counts = words.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        let common = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(20).map(\.key)
        let pairs = stride(from: 0, to: 80, by: 2).map { "\(words[$0 * 7]) \(words[$0 * 11 + 1])" }
        return common + words.dropFirst(500).prefix(80) + pairs
    }

    /// A session that grew by one event is found.
    func grown() async throws -> Row {
        let path = try await folder().path
        let index = try await FolderIndex.open(SessionFolder(path))
        _ = try await index.search(TextQuery("warm"))
        var times: [Double] = []
        for number in 0..<10 {
            let session = try await Session.open("\(path)/s\(number).session")
            try await session.append(
                [.prompt("zzneedle\(number)", by: .user("ana"))], to: .main, expecting: .any)
            try await session.close()
            times.append(
                try await seconds {
                    let hits = try await index.search(TextQuery("zzneedle\(number)")).hits
                    precondition(hits.count == 1, "what was appended was not found")
                })
        }
        try await index.close()
        return Row(
            "find what was appended to one of \(sessions) sessions", "the index brought up to date",
            median(times) * 1000, .atMost(100), "ms")
    }
}
