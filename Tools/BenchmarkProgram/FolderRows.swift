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

    private static let turns = 30
    private static let start = 1_700_000_000_000_000

    /// Sessions over two years, with the bytes of their texts.
    private func folder() async throws -> (path: String, bytes: Int) {
        if let known = made.folder.withLock({ $0 }) { return known }
        let path = workplace.kept("folder-\(sessions)")
        let note = path + "/bytes.txt"
        let bytes: Int
        if let kept = try? String(contentsOfFile: note, encoding: .utf8), let count = Int(kept) {
            bytes = count
        } else {
            bytes = try await fill(path)
            try String(bytes).write(toFile: note, atomically: true, encoding: .utf8)
        }
        made.folder.withLock { $0 = (path, bytes) }
        return (path, bytes)
    }

    /// Where the texts of a folder's sessions stand as plain files, too.
    private func plain(_ folder: String) -> String { folder + "-texts" }

    private func fill(_ path: String) async throws -> Int {
        let plain = plain(path)
        for folder in [path, plain] {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        }
        let texts = try FolderTexts(workplace)
        var bytes = 0
        for number in 0..<sessions {
            let time = Self.start + number * (730 * 86_400_000_000 / sessions)
            let said = texts.turns(of: number, Self.turns)
            bytes += said.joined().reduce(0) { $0 + $1.text.utf8.count }
            try said.joined().map(\.text).joined(separator: "\n")
                .write(toFile: "\(plain)/s\(number).txt", atomically: false, encoding: .utf8)
            let drafts = said.enumerated().flatMap { turn, said in
                said.map {
                    $0.draft.with(
                        occurredAt: Timestamp(microseconds: time + turn * 60_000_000 + number))
                }
            }
            let session = try await Session.create(
                at: "\(path)/s\(number).session", title: "Session \(number)",
                options: SessionOptions(pageSize: 512, durability: .relaxed))
            _ = try await session.closing {
                try await $0.append(drafts, to: .main, expecting: .any)
            }
        }
        return bytes
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
        guard let time = try await CommandProcess.time(["list", path]) else { return nil }
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
        let all = try FolderTexts(workplace)
        let texts = (0..<60).flatMap { all.turns(of: $0, Self.turns).joined().map(\.text) }
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
        try index.follow()
        _ = try await index.search(TextQuery("warm"))
        var times: [Double] = []
        let queries = try queries()
        for words in queries {
            times.append(try await seconds { _ = try await index.search(TextQuery(words)) })
        }
        try await index.close()
        let detail = try await baselines(queries)
        return [
            Row(
                "search \(sessions) sessions, half", detail, median(times) * 1000, .atMost(10), "ms"
            ),
            Row(
                "search \(sessions) sessions, 99 %", detail, percentile(times, 0.99) * 1000,
                .atMost(30), "ms"),
        ]
    }

    /// What the same queries take elsewhere.
    private func baselines(_ queries: [String]) async throws -> String {
        let all = try FolderTexts(workplace)
        let folder = try await folder().path
        let database = folder + "-ranked.db"
        if !FileManager.default.fileExists(atPath: database) {
            let texts = (0..<sessions).lazy.flatMap { all.turns(of: $0, Self.turns).joined() }
            _ = await BareFullText.build(database, texts.map(\.text))
        }
        let ranked = await BareFullText.search(database, queries)
        let grep = try await BareGrep.search(plain(folder), Array(queries.suffix(10)))
        return "\(queries.count) queries, the 20 commonest words among them; FTS5, ORDER BY rank: "
            + "\((median(ranked) * 1000).short) ms, 99 %: "
            + "\((percentile(ranked, 0.99) * 1000).short) ms; grep -r: "
            + "\((median(grep) * 1000).short) ms"
    }

    private func queries() throws -> [String] {
        let texts = try FolderTexts(workplace)
        let said = (0..<20).flatMap { texts.turns(of: $0 * 5, Self.turns).joined() }
        let words = said.flatMap { $0.text.split { !$0.isLetter } }.filter { $0.count > 2 }
        let counts = words.reduce(into: [:]) { $0[$1.lowercased(), default: 0] += 1 }
        let common = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(20).map(\.key)
        let some = stride(from: 500, to: words.count, by: words.count / 80).map {
            String(words[$0])
        }
        let pairs = stride(from: 0, to: words.count - 3, by: words.count / 40).map {
            "\(words[$0]) \(words[$0 + 2])"
        }
        return common + some + pairs
    }

    /// A session that grew by one event is found.
    func grown() async throws -> Row {
        let path = try await folder().path
        let index = try await FolderIndex.open(SessionFolder(path))
        _ = try await index.search(TextQuery("warm"))
        var times: [Double] = []
        for number in 0..<10 {
            let session = try await Session.open("\(path)/s\(number).session")
            let appended = try await session.append(
                [.prompt("before", by: .user("ana"))], to: .main, expecting: .any)
            let needle = "zzneedle\(number)x\(appended.head)"
            try await session.append(
                [.prompt(needle, by: .user("ana"))], to: .main, expecting: .any)
            try await session.close()
            times.append(
                try await seconds {
                    let hits = try await index.search(TextQuery(needle)).hits
                    precondition(hits.count == 1, "what was appended was not found")
                })
        }
        try await index.close()
        return Row(
            "find what was appended to one of \(sessions) sessions", "the index brought up to date",
            median(times) * 1000, .atMost(100), "ms")
    }
}
