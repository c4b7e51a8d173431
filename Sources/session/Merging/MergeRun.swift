import ArgumentParser
import Foundation
import SessionAnswers
import SessionStore

/// What `session merge` and `session pick` have in common: they show, answer and commit.
struct MergeRun: ParsableArguments {
    @OptionGroup(title: "Answers") var answers: MergeAnswers
    @Flag(help: "Write it. Without this, it is only shown.")
    var commit = false
    @Option(
        help: ArgumentHelp("Show at most this many of the events taken over.", valueName: "n"))
    var limit = 20
    @OptionGroup var acting: ActingOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if limit < 0 { throw ValidationError("--limit is a number from 0.") }
        if common.json, answers.interactive {
            throw ValidationError("--interactive is for people, --json for programs.")
        }
        if answers.interactive, isatty(0) == 0 || !Output.standard.isTerminal {
            throw ValidationError("--interactive needs a terminal; use --ours, --theirs and so on.")
        }
    }

    /// What the session has to be open for.
    var mode: Session.Mode { commit || answers.interactive ? .readWrite : .readOnly }

    /// - Parameter write: how the merge is committed; nil: to the session that it was computed in.
    /// - Returns: whether it was.
    @discardableResult
    func carryOut(
        _ computed: Merge, _ session: Session,
        by write: ((Merge) async throws -> Appended)? = nil
    ) async throws -> Bool {
        var merge = computed
        try answers.apply(to: &merge)
        if answers.edit { try edit(&merge) }
        let report = MergeReport(session: session, limit: limit)
        try await common.json ? report.records(merge) : report.text(merge)
        var writes = commit
        if answers.interactive, !merge.conflicts.isEmpty {
            let isThrough = try dialogue(merge).run(&merge)
            guard isThrough, merge.conflicts.isEmpty else { throw Ended(status: .findings) }
            writes =
                try commit
                || Self.ask([], "Commit? [y/n] ")?.lowercased().hasPrefix("y") ?? false
        }
        if writes {
            let appended =
                if let write { try await write(merge) } else {
                    try await session.commit(merge, by: acting.actor)
                }
            try common.json
                ? Output.standard.json(Records.committed(appended))
                : report.committed(merge, appended)
        } else if !merge.conflicts.isEmpty {
            throw Ended(status: .findings)
        } else if !common.json, !merge.isEmpty {
            try Output.standard.line(Output.standard.style.dim("\nnothing written; --commit does"))
        }
        return writes
    }

    private var environment: [String: String] { ProcessInfo.processInfo.environment }

    private func editor(_ merge: Merge) -> MergeEditor {
        MergeEditor(merge, isDiff3: answers.diff3, environment: environment)
    }

    private func edit(_ merge: inout Merge) throws {
        let editor = editor(merge)
        for conflict in merge.conflicts {
            guard let bytes = try editor.edit(conflict) else { continue }
            try merge.resolve(conflict, as: .content(bytes))
        }
    }

    private func dialogue(_ merge: Merge) -> MergeDialogue {
        let output = Output.standard
        return MergeDialogue(
            page: MergePage(style: output.style, columns: output.columns), editor: editor(merge),
            ask: Self.ask)
    }

    private static func ask(_ lines: [String], _ question: String) throws -> String? {
        try Output.standard.lines(lines)
        try Output.standard.flush()
        Output.standard.tryText(question)
        return readLine()
    }
}
