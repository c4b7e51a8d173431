import Foundation
import SessionStore
import Testing

@testable import SessionIndex

@Suite("Words in the sessions of a folder")
struct SearchTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    @Test func `every sort of text is found, and says what and where it is`() async throws {
        let model = EventActor.model("opus")
        try await folder.make(
            "a", title: "alpha title",
            .said("alpha prompt"),
            .response("alpha answer", by: model),
            .toolCall("Bash", arguments: ["command": "alpha --run"], id: "1", by: model),
            .toolResult("alpha failed", of: "Bash", id: "1", errorType: "failed"),
            .file("src/alpha.swift", content: Array("beta".utf8), by: .tool("Edit")),
            .note("alpha note", by: .system))
        let hits = try await folder.search(TextQuery("ALPHA")).hits
        let sorts = Set(hits.map(\.sort))
        #expect(sorts == [.title, .prompt, .answer, .call, .result, .path, .note])
        for hit in hits {
            let session = try await Session.open(hit.path, mode: .readOnly)
            let event = try await session.event(at: hit.moment)
            #expect(event.position == hit.position && hit.sort.kinds.contains(event.kind))
            #expect(hit.excerpt.parts.contains { $0.isMatch && $0.text.lowercased() == "alpha" })
            try await session.close()
        }
        #expect(try await folder.found("beta") == [])
    }

    @Test func `filters narrow what is found`() async throws {
        let model = EventActor.model("opus")
        try await folder.make(
            "a", daysAgo: 9, .said("alpha"), .response("alpha", by: model),
            .toolCall("Bash", arguments: ["command": "alpha"], id: "1", by: model),
            .toolResult("alpha", of: "Bash", id: "1", errorType: "failed"))
        try await folder.make("b", daysAgo: 2, .said("alpha"))
        func found(_ change: (inout TextQuery) -> Void) async throws -> [String] {
            var query = TextQuery("alpha")
            change(&query)
            return try await folder.search(query).hits.map { "\($0.name.first ?? "?")\($0.sort)" }
                .sorted()
        }
        #expect(try await found { $0.sorts = [.prompt] } == ["aprompt", "bprompt"])
        #expect(try await found { $0.actors = ["model:*"] } == ["aanswer", "acall"])
        #expect(try await found { $0.models = ["op*"] } == ["aanswer", "acall"])
        #expect(try await found { $0.tools = ["Bash"] } == ["acall", "aresult"])
        #expect(try await found { $0.onlyCommands = true } == ["acall"])
        #expect(try await found { $0.onlyFailures = true } == ["aresult"])
        #expect(try await found { $0.since = TestFolder.daysAgo(2) } == ["bprompt"])
        #expect(try await found { $0.until = TestFolder.daysAgo(2) }.count == 4)
        #expect(try await found { $0.files = ["b.session"] } == ["bprompt"])
        #expect(try await found { $0.branches = ["idea"] } == [])
        #expect(try await found { $0.limit = 2 }.count == 2)
        #expect(try await found { $0.limit = 0 } == [])
    }

    @Test func `a branch's line is what it has written and what it was forked from`() async throws {
        try await folder.make("a", .said("needle one"), .said("needle two"), .said("needle three"))
        _ = try await Session.open(folder.file("a")).closing { session in
            try await session.fork("idea", from: .revision(3, on: .main))
            try await session.append([.said("needle four")], to: "idea", expecting: .any)
            try await session.append([.said("needle five")], to: .main, expecting: .any)
        }
        func moments(_ branch: BranchName) async throws -> [String] {
            var query = TextQuery("needle")
            query.branches = [branch]
            return try await folder.search(query).hits.map(\.moment.description).sorted()
        }
        #expect(try await moments("idea") == ["idea@4", "main@2", "main@3"])
        #expect(try await moments(.main) == ["main@2", "main@3", "main@4", "main@5"])
    }

    @Test func `phrases, beginnings and parts of words are found`() async throws {
        try await folder.make("phrase", .said("the lock timeout is short"))
        try await folder.make("apart", .said("a timeout, and a lock"))
        try await folder.make("longer", .said("relocking the parser"))
        #expect(try await folder.found("lock timeout").sorted() == ["apart", "phrase"])
        #expect(try await folder.found("\"lock timeout\"") == ["phrase"])
        #expect(try await folder.found("pars*") == ["longer"])
        #expect(try await folder.found("arse") == ["longer"])
        #expect(try await folder.found("lock").last == "longer")
        #expect(try await folder.found("oc timeou").sorted() == ["apart", "phrase"])
        #expect(try await folder.found("lockless") == [])
    }

    @Test func `what people said is shown without opening their sessions, unless it is long`()
        async throws
    {
        let long = String(repeating: "long ", count: 1_000)
        try await folder.make(
            "a", title: "The needle", .said("a needle"), .said("needle \(long)"),
            .response("needle too", by: .model("opus")), .note("Needle.", by: .system))
        let index = try await folder.open()
        let hits = try await index.search(TextQuery("needle")).hits
        let finds = try await index.tables.read { rows in
            try Search(TextQuery("needle"), SearchWords("needle"), files: nil, rows).run()
                .candidates.map { candidate in
                    let ranked = Ranking.Ranked(candidate: candidate, score: 1, copies: [])
                    return try Find(ranked, rank: 0, rows)
                }
        }
        try await index.close()
        let kept = finds.compactMap(\.said).map(\.text).sorted()
        #expect(kept == ["Needle.", "The needle", "a needle"] && finds.count == 5)
        // Either way it is told who said it, and when, to the microsecond.
        let session = try await Session.open(folder.file("a"), mode: .readOnly)
        _ = try await session.closing { session in
            for hit in hits {
                let event = try await session.event(at: .position(hit.position))
                #expect(hit.actor == event.actor && hit.occurredAt == event.occurredAt)
                #expect(hit.point.revision == event.revision)
            }
        }
        #expect(hits.count == 5)
    }

    @Test func `parts of words are looked at in the text: their letters alone are not enough`()
        async throws
    {
        try await folder.make("a", .said("abcd bcde"))
        #expect(try await folder.found("abcde") == [])
        #expect(try await folder.found("bcd") == ["a"])
    }

    @Test(arguments: [
        ("日本語の文章を検索する", "検索"), ("日本語の文章を検索する", "日本語"), ("全文搜索很快", "搜索"),
        ("全文搜索很快", "快"), ("데이터베이스를 검색", "이터베"), ("ﾃｷｽﾄ", "ｷｽ"), ("use 搜索 now", "搜索"),
        ("Grüße aus Köln", "grusse"), ("Grüße aus Köln", "KÖLN"), ("Grüße aus Köln", "koln"),
        ("наша ошибка", "ОШИБКА"), ("emoji 🦊 fox", "fox"),
    ])
    func `words of every script are found`(text: String, words: String) async throws {
        try await folder.make("a", .said(text))
        try await folder.make("b", .said("nothing of the sort"))
        let isFolded = words == "grusse"
        #expect(try await folder.found(words) == (isFolded ? [] : ["a"]))
    }

    @Test(arguments: [
        "\"", "needle \"", "needle*", "NEAR needle", "needle AND", "-needle", "needle -",
        "needle OR", "usr:needle", "(needle", "needle)", "^needle", "'needle'", "{needle}",
        "/usr/needle", "needle.*", "needle+", "\"\"needle", "needle\0", "needle;--", "* needle",
        "needle \u{FEFF}",
    ])
    func `nothing in the words is syntax`(words: String) async throws {
        try await folder.make("a", .said("The needle is at /usr/needle near or and text"))
        if words.contains("needle") {
            #expect(try await folder.found(words) == ["a"])
        } else {
            await #expect(throws: SessionError.self) { try await folder.found(words) }
        }
    }

    @Test(arguments: ["", "  ", "***", "--", "\"\"", "🦊"])
    func `no word is an error that says so`(words: String) async throws {
        try await folder.make("a", .said("The needle"))
        await #expect {
            try await folder.found(words)
        } throws: {
            ($0 as? SessionError)?.code == .invalidInput
        }
    }

    @Test func `forks, copies and snapshots of one event are one hit`() async throws {
        try await folder.make("a", .said("needle one"))
        _ = try await Session.open(folder.file("a")).closing { session in
            try await session.fork("idea", from: .head(of: .main))
        }
        try FileManager.default.copyItem(atPath: folder.file("a"), toPath: folder.file("b"))
        try await folder.add("b", .said("needle two"))
        // The same moment and words in a session of its own, as of a transcript imported twice.
        try await folder.make("c", .said("needle one"))
        let answer = try await folder.search(TextQuery("needle"))
        #expect(answer.hits.count == 2 && answer.counts == [.prompt: 2])
        let one = answer.hits.first { $0.excerpt.text.hasSuffix("one") }
        #expect(one?.copies.count == 2)
        // The same words at another time are another event.
        try await folder.make("d", daysAgo: 1, .said("needle one"))
        #expect(try await folder.search(TextQuery("needle")).hits.count == 3)
    }

    @Test func `an event that a merge took over is one with its original`() async throws {
        try await folder.make("a", .said("straw"))
        _ = try await Session.open(folder.file("a")).closing { session in
            try await session.fork("idea", from: .head(of: .main))
            try await session.append([.said("needle")], to: "idea", expecting: .any)
            try await session.append([.said("hay")], to: .main, expecting: .any)
            let merge = try await session.merge("idea", into: .main)
            try await session.commit(merge)
        }
        #expect(try await folder.search(TextQuery("needle")).counts == [.prompt: 1])
        var query = TextQuery("needle")
        query.branches = [.main]
        #expect(try await folder.search(query).hits.count == 1)
    }

    @Test func `what was appended since is found, and nothing twice`() async throws {
        try await folder.make("a", .said("needle one"))
        let index = try await folder.open()
        for number in 1...5 {
            #expect(try await index.search(TextQuery("needle")).counts == [.prompt: number])
            try await folder.add("a", daysAgo: number, .said("needle \(number)"))
        }
        _ = try await Session.open(folder.file("a")).closing { try await $0.compact() }
        #expect(try await index.search(TextQuery("needle")).counts == [.prompt: 6])
        try await index.close()
    }

    @Test func `zero bytes and base64 are no words`() async throws {
        let bytes = (0..<900).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) }
        let base64 = Data(bytes).base64EncodedString()
        try await folder.make(
            "a", .said("left \0 needle \(base64) right"),
            .said(String(repeating: "deadbeef", count: 16)))
        #expect(try await folder.found("left needle right") == ["a"])
        #expect(try await folder.found("deadbeef*") == ["a"])
        #expect(try await folder.found(String(base64.prefix(12)) + "*") == [])
    }

    @Test func `a session that cannot be read is said, and the others are searched`() async throws {
        try await folder.make("a", .said("needle"))
        try Data("no session".utf8).write(to: URL(filePath: folder.file("bad")))
        let answer = try await folder.search(TextQuery("needle"))
        #expect(answer.hits.count == 1 && answer.unread.map(\.name) == ["bad.session"])
    }

    @Test func `events of absurd times are found`() async throws {
        for (name, time) in [
            ("early", -2_000_000_000_000_000), ("late", 9_000_000_000_000_000), ("zero", 0),
        ] {
            let session = try await Session.create(
                at: folder.file(name), options: TestFolder.options)
            _ = try await session.closing { session in
                try await session.append(
                    [.said("needle").with(occurredAt: Timestamp(microseconds: time))], to: .main,
                    expecting: .any)
            }
        }
        #expect(try await folder.found("needle").sorted() == ["early", "late", "zero"])
    }
}
