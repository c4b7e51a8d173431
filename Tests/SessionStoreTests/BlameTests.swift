import Generators
import Testing

@testable import SessionStore

/// Files whose every line is written once in all, on branches that fork, take each other's files
/// over and merge them; so whoever wrote a line is known. Lines are numbers in rising order, so
/// that no two branches have them in different orders.
private struct WrittenOnce {
    let session: Session
    var random: Seeded
    /// The content of each path on each branch.
    var files: [BranchName: [String: [Int]]] = [.main: [:]]
    /// The event that each line was written by.
    var authors: [Int: Position] = [:]

    init(seed: UInt64) async throws {
        session = try await Session.inMemory()
        random = Seeded(state: seed)
    }

    mutating func step(_ number: Int) async throws {
        let branch = random.pick(files.keys.sorted())
        let path = random.pick(["a.txt", "b.txt", "c/d.txt"])
        switch random.number(0...11) {
        case 0 where files.count < 5:
            let name = BranchName(rawValue: "b\(number)")
            try await session.fork(name, from: .head(of: branch))
            files[name] = files[branch]
        case 1: try await remove(path, on: branch)
        case 2: try await rename(path, on: branch)
        case 3, 4: try await take(path, to: branch)
        case 5, 6: try await merge(path, to: branch)
        case 7: try await hide(path, on: branch)
        default: try await write(path, edited(files[branch]?[path] ?? []), on: branch)
        }
    }

    private mutating func edited(_ lines: [Int]) -> [Int] {
        var lines = lines
        for _ in 0..<random.number(1...3) where !lines.isEmpty {
            if random.number(0...2) == 0 { lines.remove(at: random.number(0...lines.count - 1)) }
        }
        for _ in 0..<random.number(1...4) { lines.append(random.number(0...1 << 50)) }
        return lines.sorted()
    }

    private mutating func write(
        _ path: String, _ lines: [Int], on branch: BranchName, renamedFrom old: String? = nil,
        cause: EventDraft.Cause? = nil
    ) async throws {
        let text = lines.map { "\($0)\n" }.joined()
        let draft = EventDraft(
            FileChanged(renamedFrom: old), by: .model("m-1"), subject: path,
            content: Array(text.utf8))
        try await session.append(
            [cause.map { draft.with(cause: $0) } ?? draft], to: branch, expecting: .any)
        let position = try await session.event(at: .head(of: branch)).position
        for line in lines where authors[line] == nil { authors[line] = position }
        files[branch]?[path] = lines
    }

    private mutating func remove(_ path: String, on branch: BranchName) async throws {
        try await session.append(
            [.removedFile(path, by: .system)], to: branch, expecting: .any)
        files[branch]?[path] = nil
    }

    private mutating func rename(_ path: String, on branch: BranchName) async throws {
        guard let lines = files[branch]?[path] else { return }
        let new = "moved/\(path)"
        let changed = edited(lines)
        try await write(new, changed, on: branch, renamedFrom: path)
        try await remove(path, on: branch)
        // And back, so that lines go through both names.
        try await write(path, changed, on: branch, renamedFrom: new)
    }

    /// The newest change of a path on another branch, as an event that stands for it.
    private mutating func take(_ path: String, to branch: BranchName) async throws {
        let other = random.pick(files.keys.sorted())
        guard other != branch, let lines = files[other]?[path],
            let event = try await newest(path, on: other)
        else { return }
        let origin = event.origin ?? event.digest
        _ = try await session.bulk { writer in
            try writer.append(
                EventDraft(
                    kind: .fileChanged, subject: path, actor: event.actor, origin: origin,
                    body: event.body, content: event.content), to: branch)
        }
        files[branch]?[path] = lines
    }

    private func newest(_ path: String, on branch: BranchName) async throws -> Event? {
        try await collect(session.events(on: branch)).last { $0.subject == path }
    }

    /// Both sides' lines, as a merge line by line leaves them.
    private mutating func merge(_ path: String, to branch: BranchName) async throws {
        let other = random.pick(files.keys.sorted())
        guard other != branch, let ours = files[branch]?[path], let theirs = files[other]?[path]
        else { return }
        let merged = Set(ours).union(theirs).sorted()
        let heads = try await session.branches()
        let digests = [branch, other].compactMap { name in
            heads.first { $0.name == name }?.digest
        }
        let body = BranchMerged(ours: digests[0], theirs: digests[1], branch: other)
        _ = try await session.write(
            [EventDraft(body, by: .system)], to: branch, expecting: .any)
        let cause = try await session.event(at: .head(of: branch)).revision
        try await write(path, merged, on: branch, cause: .revision(cause))
    }

    /// A change whose content is not told between two that leave it as it is.
    private mutating func hide(_ path: String, on branch: BranchName) async throws {
        guard let lines = files[branch]?[path] else { return }
        try await session.append(
            [EventDraft(FileChanged(unknown: "not seen"), by: .system, subject: path)],
            to: branch, expecting: .any)
        try await write(path, lines, on: branch)
    }
}

@Suite("Blame")
struct BlameTests {
    @Test(arguments: UInt64(1)...8)
    func `each line belongs to the change that wrote it, through forks, merges and renames`(
        seed: UInt64
    ) async throws {
        var model = try await WrittenOnce(seed: seed)
        for number in 0..<70 { try await model.step(number) }
        var count = 0
        for (branch, files) in model.files {
            for (path, lines) in files {
                let blame = try await model.session.blame(path, at: .head(of: branch))
                let found = blame.lines.map { blame.sources[$0.source].event.position }
                #expect(
                    found == lines.map { model.authors[$0] }, "seed \(seed): \(branch):\(path)")
                #expect(blame.lines.map(\.number) == Array(1...max(1, lines.count)))
                count += lines.count
                let some = try await model.session.blame(path, at: .head(of: branch), lines: 2...3)
                #expect(
                    some.lines.map { some.sources[$0.source].event.position }
                        == Array(found.dropFirst().prefix(2)))
            }
        }
        #expect(count > 20)
    }

    private func lines(_ blame: Blame) -> [String] {
        blame.lines.map { line in
            let source = blame.sources[line.source]
            return "\(source.event.revision) \(source.certainty) \(source.model ?? "-") "
                + String(decoding: line.bytes, as: UTF8.self).trimmingSuffix("\n")
        }
    }

    @Test func `what an edit found there is older than the edit`() async throws {
        let session = try await Session.inMemory()
        let result: JSON = [
            "gen_ai.tool.name": "edit", "gen_ai.tool.call.result": "ok",
            "before": "one\ntwo\nthree\n", "old": "two\n", "new": "2\n2a\n",
        ]
        let derivation = FileDerivation(
            original: "/before", edits: [.init(old: "/old", new: "/new", all: false)])
        try await session.append(
            [
                .prompt("Write 2", by: .user("ana")),
                .toolCall("edit", arguments: [], by: .model("m-1")).with(cause: .batch(0)),
                EventDraft(kind: .toolReturned, actor: .tool("edit"), body: result)
                    .with(cause: .batch(1)),
                EventDraft(FileChanged(derivation: derivation), by: .tool("edit"), subject: "a")
                    .with(cause: .batch(2)),
            ], to: .main, expecting: .any)
        let blame = try await session.blame("a", at: .head(of: .main))
        #expect(
            lines(blame) == [
                "5 older m-1 one", "5 certain m-1 2", "5 certain m-1 2a", "5 older m-1 three",
            ])
        #expect(blame.sources.allSatisfy { $0.prompt?.message?.text == "Write 2" })
    }

    @Test func `behind a content that is not told, what came in is uncertain`() async throws {
        let session = try await Session.inMemory()
        func file(_ text: String) -> EventDraft {
            .file("a", content: Array(text.utf8), by: .model("m-1"))
        }
        let unknown = EventDraft(FileChanged(unknown: "not seen"), by: .system, subject: "a")
        try await session.append(
            [file("one\n"), unknown, file("one\ntwo\n"), file("one\ntwo\nthree\n")], to: .main,
            expecting: .any)
        let blame = try await session.blame("a", at: .head(of: .main))
        #expect(
            lines(blame) == ["2 certain m-1 one", "4 uncertain m-1 two", "5 certain m-1 three"])
        #expect(blame.sources.map(\.prompt) == [nil, nil, nil])
        await #expect(throws: SessionError.self) {
            try await session.blame("a", at: .revision(3, on: .main))
        }
    }

    @Test func `an erased change makes uncertain what comes behind it`() async throws {
        let folder = try TemporaryFolder()
        var session = try await Session.create(at: folder.file("a.session"))
        func file(_ text: String) -> EventDraft {
            .file("a", content: Array(text.utf8), by: .model("m-1"))
        }
        try await session.append([file("one\n"), file("one\ntwo\n")], to: .main, expecting: .any)
        try await session.erase(3)
        // What was erased is out of this session's own memory only when it is opened again.
        try await session.close()
        session = try await Session.open(folder.file("a.session"))
        try await session.append(
            [.note("n", by: .system), file("one\ntwo\nthree\n")], to: .main, expecting: .any)
        let blame = try await session.blame("a", at: .head(of: .main))
        #expect(
            lines(blame) == ["2 certain m-1 one", "5 uncertain m-1 two", "5 uncertain m-1 three"])
    }

    @Test func `a binary file, a removed one and an unknown one are refused`() async throws {
        let session = try await Session.inMemory()
        try await session.append(
            [
                .file("bin", content: [0, 1], by: .system), .file("x", content: [], by: .system),
                .file("y", content: [0x61], by: .system), .removedFile("y", by: .system),
            ], to: .main, expecting: .any)
        for (path, code) in [
            ("bin", SessionError.Code.invalidInput), ("y", .fileUnknown), ("z", .fileUnknown),
        ] {
            let error = await #expect(throws: SessionError.self) {
                try await session.blame(path, at: .head(of: .main))
            }
            #expect(error?.code == code, "\(path)")
        }
        #expect(try await session.blame("x", at: .head(of: .main)).lines.isEmpty)
        let far = try await session.blame("y", at: .revision(4, on: .main), lines: 7...9)
        #expect(far.lines.isEmpty && far.sources.isEmpty)
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
