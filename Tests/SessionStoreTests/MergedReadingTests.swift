import SessionStore
import Testing

@Suite("Reading merged lines")
struct MergedReadingTests {
    private func forked() async throws -> Session {
        let session = try await Session.inMemory(title: "Start")
        try await session.append([.prompt("start", by: .user("ana"))], to: .main, expecting: .any)
        try await session.fork("idea", from: .head(of: .main))
        return session
    }

    @Test func `a request is given back byte for byte on the line that took it over`() async throws
    {
        let session = try await forked()
        // What stands at the same revisions of our line is something else.
        try await session.append(
            [.note("something else", by: .system), .note("and more", by: .system)], to: .main,
            expecting: .any)
        let text = String(repeating: "A long prompt that the request repeats. ", count: 40)
        try await session.append([.prompt(text, by: .user("bo"))], to: "idea", expecting: .any)
        let bytes = JSON.object([
            ("model", "m"), ("messages", .array([["role": "user", "content": .string(text)]])),
        ]).bytes
        let recorded = try await session.recordRequest(bytes, on: "idea", by: .model("m"))
        #expect(!recorded.ranges.isEmpty)
        try await session.commit(try await session.merge("idea", into: .main))
        let context = try await session.context(at: .head(of: .main))
        #expect(context.bytes == bytes)
        #expect(context.source == .request(revision: 8))
        #expect(context.origin == Point(branch: "idea", revision: recorded.revision))
        // A request on our line refers to what was taken over.
        let again = try await session.recordRequest(bytes, on: .main, by: .model("m"))
        #expect(again.ranges == [7...7])
        #expect(try await session.context(at: .head(of: .main)).bytes == bytes)
        #expect(try await collect(session.verify()).isEmpty)
    }

    @Test func `a context that was taken over is no base for the next one`() async throws {
        let session = try await forked()
        try await session.append(
            [.file("f", content: Array("one\n".utf8), by: .system)], to: "idea", expecting: .any)
        let built = try await session.buildContext(on: "idea", by: .user("bo"))
        try await session.commit(try await session.merge("idea", into: .main))
        #expect(
            try await session.context(at: .head(of: .main)).bytes == Array(built.text.utf8))
        let files = try await session.context(at: .head(of: .main)).files
        #expect(files == ["f": 5])
        #expect(try await session.event(at: .revision(5, on: .main)).subject == "f")
        let next = try await session.buildContext(on: .main, by: .user("ana"))
        #expect(next.base == nil && next.files.map(\.path) == ["f"])
    }

    @Test func `an answer's pieces are left behind once it is finished, and come while it is not`()
        async throws
    {
        let session = try await forked()
        func piece(_ number: Int, of answer: String) -> EventDraft {
            EventDraft(ResponseStreamed(text: "piece \(number) "), by: .model("m"))
                .with(id: ResponseStreamed.id(ofPiece: number, of: answer))
        }
        try await session.append(
            [
                piece(1, of: "a"), piece(2, of: "a"),
                .response("piece 1 piece 2", by: .model("m")).with(id: "a"), piece(1, of: "b"),
            ], to: "idea", expecting: .any)
        let merge = try await session.merge("idea", into: .main)
        #expect(merge.adds == [6, 7])
        try await session.commit(merge)
        #expect(try await session.preview(at: .head(of: .main)).lastMessage == "piece 1 ")
        // The rest of the second answer comes with the next merge, and its piece is replaced.
        try await session.append(
            [.response("piece 1 done", by: .model("m")).with(id: "b")], to: "idea",
            expecting: .any)
        try await session.commit(try await session.merge("idea", into: .main))
        let shown = try await collect(session.events(on: .main, from: 5)).map(\.kind)
        #expect(
            shown == [.responseReceived, .branchMerged, .responseReceived])
        #expect(try await collect(session.verify()).isEmpty)
    }

    @Test func `an id is kept where it is free, and given up where our line has it`() async throws {
        let session = try await forked()
        try await session.append(
            [.note("ours", by: .system).with(id: "n")], to: .main, expecting: .any)
        try await session.append(
            [.note("theirs", by: .system).with(id: "n"), .note("m", by: .system).with(id: "m")],
            to: "idea", expecting: .any)
        try await session.commit(try await session.merge("idea", into: .main))
        let ids = try await collect(session.events(on: .main, from: 4)).map(\.id)
        #expect(ids == ["n", nil, nil, "m"])
    }

    @Test func `what was taken over is new on neither side`() async throws {
        let session = try await forked()
        try await session.append([.note("theirs", by: .system)], to: "idea", expecting: .any)
        try await session.append([.note("ours", by: .system)], to: .main, expecting: .any)
        try await session.commit(try await session.merge("idea", into: .main))
        let difference = try await session.difference(from: .head(of: "idea"), to: .head(of: .main))
        #expect(try await collect(session.said(on: difference.from)).isEmpty)
        let said = try await collect(session.said(on: difference.to))
        #expect(said.map(\.revision) == [4])
        // Our note, and the record of the merge.
        #expect(difference.from.count == 0 && difference.to.count == 2)
        #expect(difference.to.shared == [6...6])
    }

    @Test func `an importer's note of how far it came stays on its line`() async throws {
        let session = try await forked()
        for (branch, value) in [(BranchName.main, JSON(1)), ("idea", JSON(2))] {
            try await session.append(
                [.setting(SubjectChanged.importMark, value, by: .system)], to: branch,
                expecting: .any)
        }
        #expect(try await session.merge("idea", into: .main).isEmpty)
    }

    @Test func `totals count a payload once, however often it was taken over`() async throws {
        let session = try await forked()
        let content = [UInt8](repeating: 0x61, count: 100_000)
        try await session.append(
            [.file("f", content: content, by: .system)], to: "idea", expecting: .any)
        let before = try await session.info()
        try await session.commit(try await session.merge("idea", into: .main))
        let after = try await session.info()
        #expect(after.payloadSize - before.payloadSize < 1000)
        #expect(try await session.files(at: .head(of: .main)).map(\.size) == [100_000])
    }
}
