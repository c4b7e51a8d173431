internal import Foundation
internal import SessionAnswers
internal import SessionStore

/// Merging, picking and restoring: computed and shown, and written where the body says `commit`.
struct MergeEndpoints {
    let store: Store

    func add(to routes: Routes) {
        routes.post("sessions/:session/merges", merge)
        routes.post("sessions/:session/picks", pick)
        routes.post("sessions/:session/restorations", restore)
    }

    private func merge(_ asked: Asked) async throws -> Answer {
        let body = try await asked.object()
        let theirs = try Moment(asked: body.requiredText("theirs"))
        let into = try body.branch("into")
        return try await carryOut(asked, body) { try await $0.merge(theirs, into: into) }
    }

    private func pick(_ asked: Asked) async throws -> Answer {
        let body = try await asked.object()
        let moments = try body.moments("moments")
        let onto = try body.branch("onto")
        return try await carryOut(asked, body) { try await $0.pick(moments, onto: onto) }
    }

    private func carryOut(
        _ asked: Asked, _ body: JSON, _ compute: @escaping @Sendable (Session) async throws -> Merge
    ) async throws -> Answer {
        let commits = try body.flag("commit")
        let actor = try asked.caller.actor
        let work: @Sendable (Session, Store.Found) async throws -> Answer = { session, _ in
            var merge = try await compute(session)
            for answer in try body.array("answers") { try apply(answer, to: &merge) }
            let shown = try await records(merge, session)
            guard commits else { return .ok(shown) }
            guard merge.conflicts.isEmpty else {
                throw Problem.conflict(
                    "mergeUnresolved", "conflicts are open", hint: "Send an answer for each."
                ).with([("merge", shown)])
            }
            let written = Records.committed(try await session.commit(merge, by: actor))
            return .ok(shown.joined(behind: written.members.map { ($0.key, $0.value) }))
        }
        return commits
            ? try await store.write(asked, work) : try await store.read(asked, work)
    }

    /// Answers a conflict: `{"conflict": …, "as": "ours" | "theirs" | "base"}`, or with `text` or
    /// `base64` what a file shall hold.
    private func apply(_ json: JSON, to merge: inout Merge) throws {
        let name = try json.requiredText("conflict")
        let found = try merge.conflicts.named(name)
        let answer: MergeAnswer
        switch try json.text("as") {
        case "ours": answer = .ours
        case "theirs": answer = .theirs
        case "base": answer = .base
        case nil: answer = .content(try content(json))
        case let word?:
            throw Problem.unknown(word, "answer", among: ["ours", "theirs", "base"])
        }
        for conflict in found {
            try conflict.check(answer)
            try merge.resolve(conflict, as: answer)
        }
    }

    private func content(_ json: JSON) throws -> [UInt8] {
        if let text = try json.text("text") { return Array(text.utf8) }
        guard let base64 = try json.text("base64") else {
            throw Problem.invalid("an answer has as, text or base64")
        }
        guard let bytes = Data(base64Encoded: base64).map({ Array($0) }) else {
            throw Problem.invalid("base64 is not well formed")
        }
        return bytes
    }

    private func records(_ merge: Merge, _ session: Session) async throws -> JSON {
        var adds: [JSON] = []
        if !merge.adds.isEmpty {
            for try await event in session.events(takenOverBy: merge) {
                adds.append(Records.event(event, of: session))
            }
        }
        var changes: [JSON] = []
        for change in merge.changes {
            changes.append(
                Records.change(change, try await session.diff(of: change, in: merge)))
        }
        let conflicts =
            merge.answered.map { Records.conflict($0.conflict, answer: $0.answer) }
            + merge.conflicts.map { Records.conflict($0, answer: nil) }
        return Records.merge(merge).joined(behind: [
            ("adds", .array(adds)), ("changes", .array(changes)), ("conflicts", .array(conflicts)),
        ])
    }

    private func restore(_ asked: Asked) async throws -> Answer {
        let body = try await asked.object()
        let moment = try Moment(asked: body.requiredText("at"))
        let branch = try body.text("branch").map { try BranchName(argument: $0) }
        let isDryRun = try !body.flag("commit")
        let actor = try asked.caller.actor
        return try await store.write(asked) { session, _ in
            let restoration = try await session.restore(
                moment, on: branch, by: actor, isDryRun: isDryRun)
            let lines = Records.restoration(restoration, isDryRun: isDryRun)
            return .ok(
                lines[0].joined(behind: [
                    ("changes", .array(lines.dropFirst().filter { $0["kept"] == nil })),
                    ("kept", .array(lines.compactMap { $0["kept"] })),
                ]))
        }
    }
}
