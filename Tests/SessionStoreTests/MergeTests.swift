import SessionStore
import Testing

@Suite("Merging branches")
struct MergeTests {
    private func file(_ path: String, _ text: String, mode: String? = nil) -> EventDraft {
        .file(path, content: Array(text.utf8), mode: mode, by: .tool("edit"))
    }

    private func write(
        _ drafts: [EventDraft], to branch: BranchName, _ session: Session
    ) async throws {
        try await session.append(drafts, to: branch, expecting: .any)
    }

    private func text(_ path: String, _ session: Session, at branch: BranchName = .main)
        async throws -> String
    {
        String(
            decoding: try await session.content(of: path, at: .head(of: branch)), as: UTF8.self)
    }

    /// A session with a file of five lines, and a fork of it.
    private func forked() async throws -> Session {
        let session = try await Session.inMemory()
        try await write(
            [.prompt("start", by: .user("ana")), file("f", "1\n2\n3\n4\n5\n"), file("g", "g\n")],
            to: .main, session)
        try await session.fork("idea", from: .head(of: .main))
        return session
    }

    @Test func `what was said is taken over in order, with its causes, behind what we said`()
        async throws
    {
        let session = try await forked()
        try await write([.prompt("ours", by: .user("ana"))], to: .main, session)
        try await write(
            [
                .prompt("why", by: .user("bo")).with(cause: .revision(2), id: "p"),
                .response("so", by: .model("m")).with(cause: .batch(0)),
                .toolCall("edit", arguments: [:], by: .model("m")).with(cause: .batch(1)),
                file("f", "1\n2\n3\n4\nFIVE\n").with(cause: .batch(2)),
            ], to: "idea", session)
        let merge = try await session.merge("idea", into: .main)
        #expect(merge.adds == [5, 6, 7] && merge.conflicts.isEmpty && merge.changes.count == 1)
        let before = try await session.info().events
        let appended = try await session.commit(merge, by: .user("ana"))
        #expect(try await session.info().events == before + 5)
        let events = try await collect(session.events(on: .main, from: 6))
        let originals = try await collect(session.events(on: "idea", from: 5))
        #expect(events.map(\.revision) == appended.revisions)
        #expect(
            events.map(\.kind) == [
                .branchMerged, .promptSubmitted, .responseReceived, .toolCalled, .fileChanged,
            ])
        #expect(events.dropFirst().map(\.origin) == originals.map(\.digest))
        #expect(events.dropFirst().map(\.body) == originals.map(\.body))
        #expect(events.dropFirst().map(\.content) == originals.map(\.content))
        #expect(events.map(\.cause) == [nil, 2, 7, 8, 9])
        #expect(events.dropFirst().map(\.actor) == originals.map(\.actor))
        #expect(events.dropFirst().map(\.occurredAt) == originals.map(\.occurredAt))
        #expect(events[1].id == "p")
        #expect(try await text("f", session) == "1\n2\n3\n4\nFIVE\n")
        #expect(try await session.merge("idea", into: .main).isEmpty)
        #expect(try await session.preview(at: .head(of: .main)).prompts == 3)
        #expect(try await collect(session.verify()).isEmpty)
    }

    @Test func `a fork merged back unchanged is nothing, and writes nothing`() async throws {
        let session = try await forked()
        try await write([.prompt("ours", by: .user("ana"))], to: .main, session)
        for merge in [
            try await session.merge("idea", into: .main),
            try await session.merge(.main, into: .main),
        ] {
            #expect(merge.isEmpty)
            #expect(try await session.commit(merge).written == 0)
        }
        #expect(try await session.branches()[0].head == 5)
    }

    @Test func `files that both changed are joined by lines, and the result is its own event`()
        async throws
    {
        let session = try await forked()
        try await write([file("f", "ONE\n2\n3\n4\n5\n")], to: .main, session)
        try await write([file("f", "1\n2\n3\n4\nFIVE\n", mode: "100755")], to: "idea", session)
        let merge = try await session.merge("idea", into: .main)
        #expect(merge.conflicts.isEmpty)
        try await session.commit(merge, by: .user("ana"))
        #expect(try await text("f", session) == "ONE\n2\n3\n4\nFIVE\n")
        let events = try await collect(session.events(on: .main, from: 6))
        #expect(events.map(\.kind) == [.branchMerged, .fileChanged])
        #expect(events[1].origin == nil && events[1].cause == 6 && events[1].actor == .user("ana"))
        let files = try await session.files(at: .head(of: .main))
        #expect(files.first { $0.path == "f" }?.mode == "100755")
    }

    @Test(arguments: [MergeAnswer.ours, .theirs, .base, .content(Array("mine\n".utf8))])
    func `a conflict is answered, recorded, and not asked again`(answer: MergeAnswer) async throws {
        let session = try await forked()
        try await write([file("f", "ours\n"), .setting("s", 1, by: .system)], to: .main, session)
        try await write([file("f", "theirs\n")], to: "idea", session)
        var merge = try await session.merge("idea", into: .main)
        #expect(merge.conflicts.map(\.subject) == ["f"] && merge.conflicts[0].reason == .content)
        await #expect(throws: SessionError.self) { try await session.commit(merge) }
        for conflict in merge.conflicts { try merge.resolve(conflict, as: answer) }
        #expect(merge.conflicts.isEmpty)
        try await session.commit(merge)
        let expected: String =
            switch answer {
            case .ours: "ours\n"
            case .theirs: "theirs\n"
            case .base: "1\n2\n3\n4\n5\n"
            case .content: "mine\n"
            }
        #expect(try await text("f", session) == expected)
        let record = try await session.event(at: .revision(7, on: .main))
        let recorded = try #require(record.view(as: BranchMerged.self)?.answers)
        #expect(recorded.map(\.answer) == [answer.name])
        #expect(recorded.map(\.revision) == [answer == .ours ? 5 : 8])
        #expect(try await session.merge("idea", into: .main).isEmpty)
        // Their side gets the answer, too, without a question.
        let back = try await session.merge(.main, into: "idea")
        #expect(back.conflicts.isEmpty)
        try await session.commit(back)
        #expect(try await text("f", session, at: "idea") == expected)
        #expect(try await session.merge(.main, into: "idea").isEmpty)
        #expect(try await session.merge("idea", into: .main).isEmpty)
    }

    @Test func `settings, title and tabs are compared by value`() async throws {
        let session = try await forked()
        func tab(_ value: JSON) -> EventDraft {
            EventDraft(
                kind: .editorChanged, subject: "t", actor: .system,
                body: SubjectChanged(value: value).json)
        }
        try await write(
            [
                .setting("a", ["x": 1, "y": 2], by: .system), .setting("b", 1, by: .system),
                .title("Ours", by: .system), tab(1),
            ], to: .main, session)
        try await write(
            [
                .setting("a", ["y": 2, "x": 1], by: .system), .setting("c", 3, by: .system),
                .title("Theirs", by: .system), tab(2),
            ], to: "idea", session)
        var merge = try await session.merge("idea", into: .main)
        #expect(merge.agreed.map(\.subject) == ["a"])
        #expect(merge.changes.map(\.subject) == ["c"])
        #expect(merge.conflicts.map(\.kind) == [.editorChanged, .titleChanged])
        #expect(merge.conflicts[0].problem(with: .content(Array("{".utf8))) != nil)
        try merge.resolve(merge.conflicts[0], as: .content(Array("{".utf8)))
        try merge.resolve(merge.conflicts[0], as: .content(Array("Both".utf8)))
        await #expect(throws: SessionError.self) { try await session.commit(merge) }
        try merge.resolve(merge.answered[0].conflict, as: .theirs)
        try await session.commit(merge)
        let state = try await session.state(at: .head(of: .main))
        #expect(state.settings.map(\.subject) == ["a", "b", "c"])
        #expect(state.editor.map(\.value) == [2] && state.preview.title == "Both")
    }

    @Test func `removed on one side and changed on the other is a conflict`() async throws {
        let session = try await forked()
        try await write(
            [.removedFile("f", by: .system), file("g", "G\n")], to: .main, session)
        try await write(
            [file("f", "changed\n"), .removedFile("g", by: .system)], to: "idea", session)
        var merge = try await session.merge("idea", into: .main)
        #expect(merge.conflicts.map(\.reason) == [.removedByUs, .removedByThem])
        for conflict in merge.conflicts { try merge.resolve(conflict, as: .theirs) }
        try await session.commit(merge)
        #expect(try await session.files(at: .head(of: .main)).map(\.path) == ["f"])
    }

    @Test func `a file that one side renamed and the other changed is changed under its new name`()
        async throws
    {
        let renamed = EventDraft(
            FileChanged(renamedFrom: "f"), by: .system, subject: "h",
            content: Array("1\n2\n3\n4\n5\n".utf8))
        for (ours, theirs) in [(BranchName.main, BranchName("idea")), ("idea", .main)] {
            let session = try await forked()
            try await write([renamed, .removedFile("f", by: .system)], to: ours, session)
            try await write([file("f", "1\n2\nTHREE\n4\n5\n")], to: theirs, session)
            let merge = try await session.merge("idea", into: .main)
            #expect(merge.conflicts.isEmpty)
            try await session.commit(merge)
            #expect(try await session.files(at: .head(of: .main)).map(\.path) == ["g", "h"])
            #expect(try await text("h", session) == "1\n2\nTHREE\n4\n5\n")
        }
    }

    @Test func `a file that was changed again after it was renamed is joined all the same`()
        async throws
    {
        let renamed = EventDraft(
            FileChanged(renamedFrom: "f"), by: .system, subject: "h",
            content: Array("1\n2\n3\n4\n5\n".utf8))
        for (ours, theirs) in [(BranchName.main, BranchName("idea")), ("idea", .main)] {
            let session = try await forked()
            try await write(
                [
                    renamed, .removedFile("f", by: .system), file("h", "1\n2\n3\n4\nFIVE\n"),
                    file("h", "1\n2\n3\n4\nfive\n"),
                ], to: ours, session)
            try await write([file("f", "ONE\n2\n3\n4\n5\n")], to: theirs, session)
            let merge = try await session.merge("idea", into: .main)
            #expect(merge.conflicts.isEmpty)
            try await session.commit(merge)
            #expect(try await session.files(at: .head(of: .main)).map(\.path) == ["g", "h"])
            #expect(try await text("h", session) == "ONE\n2\n3\n4\nfive\n")
        }
    }

    @Test func `what is no text is never merged by lines`() async throws {
        let session = try await forked()
        let base = Array("a\nb\nc\n".utf8)
        func binary(_ path: String, _ bytes: [UInt8]) -> EventDraft {
            .file(path, content: bytes, by: .system)
        }
        try await write([binary("z", [0] + base), binary("l", [0xE9] + base)], to: .main, session)
        try await session.fork("more", from: .head(of: .main))
        try await write(
            [binary("z", [0, 1] + base), binary("l", [0xE9, 1] + base)], to: .main, session)
        try await write(
            [binary("z", [0] + base + [1]), binary("l", [0xE9] + base + [1])], to: "more", session)
        let merge = try await session.merge("more", into: .main)
        #expect(merge.conflicts.map(\.reason) == [.binary, .binary])
    }

    @Test func `a commit is refused when one of the branches moved on`() async throws {
        for branch in [BranchName.main, "idea"] {
            let session = try await forked()
            try await write([.prompt("theirs", by: .user("bo"))], to: "idea", session)
            let merge = try await session.merge("idea", into: .main)
            try await write([.prompt("late", by: .user("bo"))], to: branch, session)
            let error = await #expect(throws: SessionError.self) {
                try await session.commit(merge)
            }
            #expect(error?.code == .headMoved)
            #expect(try await session.branches()[0].head == (branch == .main ? 5 : 4))
        }
    }

    @Test func `an archived branch can be merged from, and not into`() async throws {
        let session = try await forked()
        try await write([.prompt("theirs", by: .user("bo"))], to: "idea", session)
        try await write([.prompt("ours", by: .user("ana"))], to: .main, session)
        let early = try await session.merge(.main, into: "idea")
        try await session.archive(branch: "idea")
        try await session.commit(try await session.merge("idea", into: .main))
        #expect(try await session.branches()[0].head == 7)
        for late in [true, false] {
            let error = await #expect(throws: SessionError.self) {
                try await session.commit(late ? session.merge(.main, into: "idea") : early)
            }
            #expect(error?.code == .branchArchived)
        }
    }

    @Test func `criss-cross merges that were answered differently are asked about`() async throws {
        let session = try await forked()
        try await write([file("f", "ours\n")], to: .main, session)
        try await write([file("f", "theirs\n")], to: "idea", session)
        var forth = try await session.merge("idea", into: .main)
        var back = try await session.merge(.main, into: "idea")
        try forth.resolve(forth.conflicts[0], as: .ours)
        try back.resolve(back.conflicts[0], as: .ours)
        try await session.commit(forth)
        // The merge back was computed from where main was, and keeps to that.
        var late = try await session.merge(.revision(5, on: .main), into: "idea")
        try late.resolve(late.conflicts[0], as: .ours)
        try await session.commit(late)
        let error = await #expect(throws: SessionError.self) { try await session.commit(back) }
        #expect(error?.code == .headMoved)
        let again = try await session.merge("idea", into: .main)
        #expect(again.conflicts.map(\.reason) == [.severalBases])
        #expect(again.conflicts[0].bases.count == 2)
        #expect(again.conflicts[0].problem(with: .base) != nil)
    }

    @Test func `what was taken over keeps the digest of the first event through every merge`()
        async throws
    {
        let session = try await forked()
        try await session.fork("deep", from: .head(of: "idea"))
        try await session.fork("deeper", from: .head(of: "deep"))
        try await write([.note("n", by: .system), file("g", "deep\n")], to: "deeper", session)
        let originals = try await collect(session.events(on: "deeper", from: 5)).map(\.digest)
        for (theirs, ours) in [("deeper", "idea"), ("idea", "main"), ("main", "deep")] {
            try await session.commit(
                try await session.merge(BranchName(rawValue: theirs), into: .init(rawValue: ours)))
            let line = try await collect(session.events(on: .init(rawValue: ours), from: 5))
            #expect(line.compactMap(\.origin) == originals)
        }
        for branch in try await session.branches() {
            #expect(try await session.merge(branch.name, into: "deeper").isEmpty)
            #expect(try await text("g", session, at: branch.name) == "deep\n")
        }
        #expect(try await collect(session.verify()).isEmpty)
    }

    @Test func `a fork in the middle of what a merge took over has not seen the rest`()
        async throws
    {
        let session = try await forked()
        try await write(
            [.note("n", by: .system), .setting("s", 1, by: .system)], to: "idea", session)
        try await session.commit(try await session.merge("idea", into: .main))
        try await session.fork("middle", from: .revision(6, on: .main))
        #expect(try await session.state(at: .head(of: "middle")).settings.isEmpty)
        let merge = try await session.merge("idea", into: "middle")
        #expect(merge.adds.isEmpty && merge.changes.map(\.subject) == ["s"])
        try await session.commit(merge)
        #expect(try await session.merge("idea", into: "middle").isEmpty)
    }

    @Test func `a value that a line decided against goes on the other side, too`() async throws {
        let session = try await forked()
        try await session.fork("third", from: .head(of: .main))
        try await write([.setting("s", 1, by: .system)], to: "idea", session)
        try await write(
            [.setting("s", 2, by: .system), .note("n", by: .system)], to: .main, session)
        var merge = try await session.merge("idea", into: .main)
        try merge.resolve(merge.conflicts[0], as: .base)
        try await session.commit(merge)
        // What is not there on either side needs no event.
        try await session.commit(try await session.merge(.main, into: "third"))
        #expect(try await session.resolve(.head(of: "third")).revision == 6)
        let back = try await session.merge("third", into: "idea")
        #expect(back.changes.map(\.outcome) == [.removed])
        try await session.commit(back)
        #expect(try await session.state(at: .head(of: "idea")).settings.isEmpty)
    }

    @Test func `5,000 things said are taken over`() async throws {
        let session = try await forked()
        let drafts = (1...5000).map { number in
            EventDraft.note("note \(number)", by: .system).with(
                cause: .revision(number + 3), id: "n\(number)")
        }
        try await write(drafts, to: "idea", session)
        let merge = try await session.merge("idea", into: .main)
        #expect(merge.adds.count == 5000)
        try await session.commit(merge)
        let line = try await collect(session.events(on: .main, from: 6))
        #expect(line.map(\.cause) == [4] + (6...5004).map { Optional($0) })
        #expect(try await session.merge("idea", into: .main).isEmpty)
    }
}
