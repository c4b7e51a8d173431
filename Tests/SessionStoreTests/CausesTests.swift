import Testing

@testable import SessionStore

@Suite("Causes")
struct CausesTests {
    private func links(_ session: Session, _ moment: String) async throws -> [String] {
        try await session.causes(of: Moment(moment)).map { step in
            let place = step.event.branch.map { "\($0)@\(step.event.revision)" } ?? "-"
            return "\(step.link) \(place) \(step.event.kind)"
        }
    }

    @Test
    func `the chain goes back to the prompt, across forks and through what a merge took over`()
        async throws
    {
        let session = try await Session.inMemory()
        try await session.append(
            [
                .prompt("Why?", by: .user("ana")),
                .toolCall("task", arguments: [], by: .model("m-1")).with(cause: .batch(0)),
            ], to: .main, expecting: .any)
        try await session.fork("agent", from: .head(of: .main))
        try await session.append([.note("beside", by: .system)], to: .main, expecting: .any)
        try await session.append(
            [
                .prompt("Look", by: .model("m-1")),
                .toolCall("edit", arguments: [], by: .model("m-2")).with(cause: .batch(0)),
                .file("a", content: [0x61], by: .tool("edit")).with(cause: .batch(1)),
            ], to: "agent", expecting: .any)
        let file = try await session.event(at: .head(of: "agent"))
        _ = try await session.bulk { writer in
            try writer.append(
                EventDraft(
                    kind: .fileChanged, subject: "a", actor: file.actor, cause: .revision(3),
                    origin: file.digest, body: file.body, content: file.content), to: .main)
        }
        #expect(
            try await links(session, "main") == [
                "asked main@5 file.changed", "origin agent@6 file.changed",
                "cause agent@5 tool.called", "cause agent@4 prompt.submitted",
                "preceding main@3 tool.called", "cause main@2 prompt.submitted",
            ])
        #expect(
            try await links(session, "main@4") == [
                "asked main@4 note.added", "preceding main@2 prompt.submitted",
            ])
        #expect(try await links(session, "main@1") == ["asked main@1 session.created"])
        #expect(try await links(session, "#4") == ["asked - branch.forked"])
    }

    @Test func `an erased event has lost its cause, and the prompt before it is likely`()
        async throws
    {
        let session = try await Session.inMemory()
        try await session.append(
            [
                .prompt("Why?", by: .user("ana")), .prompt("And?", by: .user("ana")),
                .response("So.", by: .model("m-1")).with(cause: .batch(0)),
            ], to: .main, expecting: .any)
        #expect(try await links(session, "main").last == "cause main@2 prompt.submitted")
        try await session.erase(4)
        #expect(
            try await links(session, "main") == [
                "asked main@4 response.received", "preceding main@3 prompt.submitted",
            ])
    }
}
