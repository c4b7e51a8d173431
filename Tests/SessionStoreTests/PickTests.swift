import SessionStore
import Testing

@Suite("Picking events")
struct PickTests {
    private func file(_ path: String, _ text: String) -> EventDraft {
        .file(path, content: Array(text.utf8), by: .tool("edit"))
    }

    /// `idea` says two things at 3 and 6, and sets the file at 4, 5 and 7.
    private func forked() async throws -> Session {
        let session = try await Session.inMemory()
        try await session.append([file("f", "1\n2\n3\n4\n5\n6\n7\n")], to: .main, expecting: .any)
        try await session.fork("idea", from: .head(of: .main))
        try await session.append(
            [
                .prompt("why", by: .user("bo")), file("f", "1\n2\n3\n4\n5\n6\nVII\n"),
                file("f", "1\n2\n3\nIV\n5\n6\nVII\n"),
                .response("so", by: .model("m")).with(cause: .revision(3)),
                file("f", "I\n2\n3\nIV\n5\n6\nVII\n"),
            ], to: "idea", expecting: .any)
        return session
    }

    private func content(_ session: Session) async throws -> String {
        String(
            decoding: try await session.content(of: "f", at: .head(of: .main)), as: UTF8.self)
    }

    @Test func `what was said comes alone, in the order of its line, and only once`() async throws {
        let session = try await forked()
        let moments = [Moment.revision(6, on: "idea"), .revision(3, on: "idea")]
        let picked = try await session.pick(moments, onto: .main)
        #expect(picked.picked == [3, 6] && picked.adds == [3, 6] && picked.changes.isEmpty)
        try await session.commit(picked, by: .user("ana"))
        let events = try await collect(session.events(on: .main, from: 3))
        #expect(events.map(\.kind) == [.branchMerged, .promptSubmitted, .responseReceived])
        #expect(events.map(\.cause) == [nil, nil, 4])
        let originals = try await collect(session.events(on: "idea", from: 3))
        let record = try #require(events[0].view(as: BranchMerged.self))
        #expect(record.picked == [originals[0].digest, originals[3].digest])
        #expect(record.theirs == nil && record.branch == "idea")
        #expect(try await session.pick(moments, onto: .main).isEmpty)
        // The rest comes with a merge: what was picked counts as taken over, and nothing else.
        let merge = try await session.merge("idea", into: .main)
        #expect(merge.adds.isEmpty && merge.changes.map(\.subject) == ["f"])
        try await session.commit(merge)
        #expect(try await content(session) == "I\n2\n3\nIV\n5\n6\nVII\n")
        #expect(try await collect(session.verify()).isEmpty)
    }

    @Test func `an edit is taken over without those before it`() async throws {
        let session = try await forked()
        try await session.commit(try await session.pick([.revision(7, on: "idea")], onto: .main))
        #expect(try await content(session) == "I\n2\n3\n4\n5\n6\n7\n")
        try await session.commit(try await session.pick([.revision(4, on: "idea")], onto: .main))
        #expect(try await content(session) == "I\n2\n3\n4\n5\n6\nVII\n")
        let merge = try await session.merge("idea", into: .main)
        #expect(merge.conflicts.isEmpty)
        try await session.commit(merge)
        #expect(try await content(session) == "I\n2\n3\nIV\n5\n6\nVII\n")
        #expect(try await session.merge("idea", into: .main).isEmpty)
    }

    @Test func `edits one after the other are taken over as the last one`() async throws {
        let session = try await forked()
        let moments = [Moment.revision(4, on: "idea"), .revision(5, on: "idea")]
        let picked = try await session.pick(moments, onto: .main)
        #expect(picked.standIns == [5])
        try await session.commit(picked)
        #expect(try await content(session) == "1\n2\n3\nIV\n5\n6\nVII\n")
        // A stand-in that has gone out of date on their side gives way without a question.
        #expect(try await session.merge("idea", into: .main).conflicts.isEmpty)
        let gap = [Moment.revision(4, on: "idea"), .revision(7, on: "idea")]
        try await session.fork("fresh", from: .revision(2, on: .main))
        let error = await #expect(throws: SessionError.self) {
            try await session.pick(gap, onto: "fresh")
        }
        #expect(error?.code == .invalidEvent)
    }

    @Test func `an edit of what is not there any more is a conflict`() async throws {
        let session = try await forked()
        try await session.append(
            [file("f", "1\n2\n3\n4\n5\n6\nseven\n")], to: .main, expecting: .any)
        var picked = try await session.pick([.revision(4, on: "idea")], onto: .main)
        #expect(picked.conflicts.map(\.reason) == [.content])
        try picked.resolve(picked.conflicts[0], as: .theirs)
        try await session.commit(picked)
        #expect(try await content(session) == "1\n2\n3\n4\n5\n6\nVII\n")
    }

    @Test func `what cannot stand on another line is refused`() async throws {
        let session = try await forked()
        try await session.fork("more", from: .revision(2, on: .main))
        try await session.append([.note("n", by: .system)], to: "more", expecting: .any)
        try await session.commit(try await session.merge("more", into: "idea"))
        for moments in [
            [Moment.revision(0, on: "idea")], [.revision(1, on: "idea")],
            [.revision(8, on: "idea")], [.revision(3, on: "idea"), .revision(3, on: "more")],
        ] {
            let error = await #expect(throws: SessionError.self) {
                try await session.pick(moments, onto: .main)
            }
            #expect(error?.code == .invalidEvent)
        }
        // What both have already is nothing.
        #expect(try await session.pick([.revision(2, on: "idea")], onto: .main).isEmpty)
    }
}
