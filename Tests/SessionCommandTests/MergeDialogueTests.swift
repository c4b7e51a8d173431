import SessionStore
import Testing

@testable import session

@Suite("Answering conflicts one after the other")
struct MergeDialogueTests {
    /// A merge with three conflicts: `a`, `b` and the title.
    private func merge() async throws -> Merge {
        let session = try await Session.inMemory()
        func drafts(_ text: String) -> [EventDraft] {
            ["a", "b"].map { .file($0, content: Array("\($0) \(text)\n".utf8), by: .system) }
                + [.title(text, by: .system)]
        }
        try await session.append(drafts("base"), to: .main, expecting: .any)
        try await session.fork("idea", from: .head(of: .main))
        try await session.append(drafts("ours\u{1B}[2J"), to: .main, expecting: .any)
        try await session.append(drafts("theirs"), to: "idea", expecting: .any)
        return try await session.merge("idea", into: .main)
    }

    /// What was shown, and the merge as it was left.
    private func answer(
        _ words: [String], editor: String = "true"
    ) async throws -> (merge: Merge, isThrough: Bool, shown: [String]) {
        var merge = try await merge()
        var (rest, shown) = (words[...], [String]())
        let isThrough = try withoutActuallyEscaping({ (lines: [String], _: String) -> String? in
            shown += lines
            return rest.popFirst()
        }) { ask in
            try MergeDialogue(
                page: MergePage(style: .plain, columns: 80),
                editor: MergeEditor(merge, isDiff3: false, environment: ["EDITOR": editor]),
                ask: ask
            ).run(&merge)
        }
        return (merge, isThrough, shown)
    }

    @Test func `each letter is an answer, and the lines are shown safely`() async throws {
        let (merge, isThrough, shown) = try await answer([" O ", "t", "base"])
        #expect(isThrough && merge.conflicts.isEmpty)
        #expect(merge.answered.map(\.answer) == [.ours, .theirs, .base])
        #expect(shown.contains("- a ours␛[2J") && shown.contains("+ a theirs"))
        #expect(shown.contains { $0.hasPrefix("title  (3 of 3)") })
    }

    @Test func `one can skip, stop, and be wrong`() async throws {
        let skipped = try await answer(["s", "x", "", "ours", "s"])
        #expect(skipped.isThrough && skipped.merge.conflicts.count == 2)
        #expect(skipped.shown.count { $0.hasPrefix("Write one letter") } == 2)
        for words in [["t", "q"], ["t"]] {
            let stopped = try await answer(words)
            #expect(!stopped.isThrough && stopped.merge.conflicts.count == 2)
        }
    }

    @Test func `places are answered one by one, and one can go back`() async throws {
        let (merge, isThrough, shown) = try await answer(["p", "x", "b", "p", "c", "o", "p", "s"])
        #expect(isThrough)
        #expect(
            merge.answered.map(\.answer) == [
                .content(Array("a ours\u{1B}[2J\na theirs\n".utf8)), .ours,
            ])
        #expect(shown.contains("@ 1 of 1"))
        #expect(shown.contains { $0.contains("no lines to choose from") })
    }

    @Test func `an editor that leaves the markers is asked about again`() async throws {
        let left = try await answer(["e", "o", "s", "s"])
        #expect(left.isThrough && left.merge.answered.map(\.answer) == [.ours])
        #expect(left.shown.contains { $0.contains("still holds markers") })
        let edited = try await answer(
            ["e", "s", "e"], editor: "sed -i -e '/^[<=>]\\{7\\}/d' -e '/ours/d'")
        #expect(edited.merge.answered.map(\.answer)[0] == .content(Array("a theirs\n".utf8)))
    }
}
