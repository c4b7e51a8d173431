import Foundation
import SessionIndex
import SessionStore
import Testing

@Suite("The sessions of a folder")
struct ListingTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private func makeThree() async throws {
        for (name, days) in [("old", 9), ("new", 1), ("middle", 5)] {
            try await folder.make(name, title: "The \(name) one", daysAgo: days, .said("Go on"))
        }
    }

    @Test func `the newest comes first, and what cannot be read is a row that says why`()
        async throws
    {
        try await makeThree()
        try Data("no session".utf8).write(to: URL(filePath: folder.file("bad")))
        let index = try await folder.open()
        for _ in 1...2 {
            let rows = try await index.sessions()
            let titles = rows.map { (try? $0.content.get())?.preview.title }
            #expect(titles == ["The new one", "The middle one", "The old one", nil])
            guard case .failure(let error) = rows[3].content else {
                Issue.record("a file of another kind was listed")
                return
            }
            #expect(error.code == .notASession && error.hint != nil)
        }
        try await index.close()
    }

    @Test func `a row says what the session says`() async throws {
        try await makeThree()
        let index = try await folder.open()
        let rows = try await index.sessions()
        try await index.close()
        for row in rows {
            let content = try row.content.get()
            let session = try await Session.open(row.path, mode: .readOnly)
            let preview = try await session.preview(at: .head(of: .main))
            #expect(content.preview == preview && content.session == session.id)
            try await session.close()
        }
    }

    @Test func `an archived session is shown when it is asked for, a pinned one first`()
        async throws
    {
        try await makeThree()
        _ = try await Session.open(folder.file("new")).closing { try await $0.archive() }
        _ = try await Session.open(folder.file("old")).closing { try await $0.pin() }
        #expect(try await folder.names() == ["old", "middle"])
        var filter = SessionFilter()
        filter.isArchived = nil
        #expect(try await folder.names(filter) == ["old", "new", "middle"])
        filter.isArchived = true
        #expect(try await folder.names(filter) == ["new"])
        let wasPinned = try await Session.open(folder.file("old")).closing {
            try await $0.pin(false)
        }
        #expect(wasPinned)
        #expect(try await folder.names() == ["middle", "old"])
    }

    @Test func `filters ask for what each names, and all of them must fit`() async throws {
        let call = EventDraft.toolCall("Bash", arguments: ["command": "ls"], by: .model("opus"))
        try await folder.make("a", title: "Parser", daysAgo: 9, .said("Fix it"), call)
        try await folder.make(
            "b", title: "Lexer", daysAgo: 2, .said("Fix the PARSER"),
            .setting("cwd", "/srv/app/.worktrees/b", by: .system))
        try await folder.make(
            "c", title: "Docs", .setting("cwd", "/srv/app", by: .system),
            .setting("gitBranch", "docs", by: .system))
        func names(_ change: (inout SessionFilter) -> Void) async throws -> [String] {
            var filter = SessionFilter()
            change(&filter)
            return try await folder.names(filter).sorted()
        }
        #expect(try await names { $0.words = ["parser"] } == ["a", "b"])
        #expect(try await names { $0.words = ["parser", "lexer"] } == ["b"])
        #expect(try await names { $0.tools = ["B*"] } == ["a"])
        #expect(try await names { $0.models = ["opus"] }.isEmpty == false)
        #expect(try await names { $0.models = ["haiku"] } == [])
        #expect(try await names { $0.folders = ["/srv/app"] } == ["b", "c"])
        #expect(try await names { $0.folders = ["/srv/ap"] } == [])
        #expect(try await names { $0.branches = ["docs"] } == ["c"])
        #expect(try await names { $0.branches = ["main"] } == ["a", "b", "c"])
        #expect(try await names { $0.since = TestFolder.daysAgo(2) } == ["b", "c"])
        #expect(try await names { $0.until = TestFolder.daysAgo(2) } == ["a"])
        #expect(try await names { $0.isHeld = true } == [])
    }

    @Test func `each order is what it says`() async throws {
        let call = EventDraft.toolCall("Bash", arguments: [:], by: .model("opus"))
        try await folder.make("a", title: "z", daysAgo: 3, .said("1"))
        try await folder.make("b", title: "y", daysAgo: 1, .said("1"), .said("2"))
        try await folder.make("c", title: "x", daysAgo: 2, call)
        let orders: [SessionOrder: [String]] = [
            .newest: ["b", "c", "a"], .oldest: ["a", "c", "b"], .name: ["a", "b", "c"],
            .title: ["c", "b", "a"], .prompts: ["b", "a", "c"], .calls: ["c", "a", "b"],
        ]
        for (order, names) in orders {
            #expect(try await folder.names(by: order) == names, "\(order)")
        }
        let index = try await folder.open()
        #expect(try await index.sessions(limit: 2).count == 2)
        #expect(try await index.sessions(limit: 0).isEmpty)
        #expect(try await index.sessions(limit: -1).isEmpty)
        try await index.close()
    }

    /// The first of many are found without putting all into order.
    @Test(arguments: SessionOrder.allCases)
    func `the first sessions are the first of all`(order: SessionOrder) async throws {
        for number in 0..<40 {
            let prompts = (0..<number * 7 % 5).map { EventDraft.said("prompt \($0)") }
            let session = try await Session.create(
                at: folder.file("s\(number)"), title: "Title \(number * 13 % 9)",
                occurredAt: TestFolder.daysAgo(number * 17 % 23), options: TestFolder.options)
            _ = try await session.closing { session in
                if !prompts.isEmpty {
                    try await session.append(prompts, to: .main, expecting: .any)
                }
                if number % 11 == 3 { try await session.pin() }
            }
        }
        let index = try await folder.open()
        let all = try await index.sessions(order: order).map(\.name)
        try #require(all.count == 40)
        for limit in [0, 1, 3, 4, 5, 39, 40, 50] {
            let first = try await index.sessions(order: order, limit: limit).map(\.name)
            #expect(first == Array(all.prefix(limit)), "\(limit)")
        }
        try await index.close()
    }

    @Test func `worktrees of one repository stand together`() async throws {
        let main = folder.path + "/repository"
        let tree = folder.path + "/elsewhere"
        let files = FileManager.default
        try files.createDirectory(
            atPath: main + "/.git/worktrees/idea", withIntermediateDirectories: true)
        try files.createDirectory(atPath: tree + "/deep", withIntermediateDirectories: true)
        try Data("gitdir: \(main)/.git/worktrees/idea\n".utf8)
            .write(to: URL(filePath: tree + "/.git"))
        for (name, place, days) in [
            ("a", tree + "/deep", 1), ("b", "/other", 2), ("c", main, 3),
        ] {
            try await folder.make(
                name, daysAgo: days, .setting("cwd", .string(place), by: .system))
        }
        let index = try await folder.open()
        let rows = try await index.sessions(order: .folder)
        try await index.close()
        let places = try rows.map { try $0.content.get().repository }
        #expect(places.filter { $0 == main }.count == 2)
        #expect(rows.map(\.name).filter { $0 != "b.session" } == ["c.session", "a.session"])
        var filter = SessionFilter()
        filter.folders = [main]
        #expect(try await folder.names(filter) == ["a", "c"])
    }

    @Test func `branches are listed with their previews`() async throws {
        try await folder.make("a", .said("One"))
        _ = try await Session.open(folder.file("a")).closing { session in
            try await session.fork("idea", from: .head(of: .main))
        }
        let index = try await folder.open()
        #expect(try await index.previews(of: "a.session").map(\.branch) == [.main, "idea"])
        #expect(try await index.previews(of: "b.session").isEmpty)
        #expect(try await index.sessions()[0].content.get().branches == 2)
        try await index.close()
    }
}
