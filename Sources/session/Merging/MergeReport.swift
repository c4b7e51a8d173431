import SessionAnswers
import SessionFormats
import SessionStore
import Texts

/// Writes what a merge would do, for people or for programs.
struct MergeReport {
    let session: Session
    /// The most events shown of those that are taken over.
    let limit: Int
    private let output = Output.standard
    private var page: MergePage { MergePage(style: output.style, columns: output.columns) }

    init(session: Session, limit: Int) {
        self.session = session
        self.limit = limit
    }

    // MARK: For people

    func text(_ merge: Merge) async throws {
        try output.lines(page.title(merge))
        guard !merge.isEmpty else { return try output.line(nothing(merge)) }
        try await adds(merge)
        try await changes(merge)
        if !merge.agreed.isEmpty {
            let names = merge.agreed.map { MergeName($0.kind, $0.subject).text }
            try output.line("the same on both sides: " + Counts.few(names))
        }
        guard !merge.conflicts.isEmpty || !merge.answered.isEmpty else { return }
        try output.lines(page.heading("conflicts"))
        try output.lines(merge.answered.map { page.answered($0) })
        for conflict in merge.conflicts { try output.lines(page.conflict(conflict)) }
        guard !merge.conflicts.isEmpty else { return }
        try output.line(
            output.style.dim(
                "Answer with --ours, --theirs, --base, --file NAME=FILE, --all, --edit or "
                    + "--interactive."))
    }

    private func nothing(_ merge: Merge) -> String {
        let ours = DisplayText.oneLine("\(merge.ours.point.branch)")
        return merge.picked == nil
            ? "nothing to merge: \(ours) has everything that "
                + DisplayText.oneLine("\(merge.theirs.point) has")
            : "nothing to pick: \(ours) has it already"
    }

    private func adds(_ merge: Merge) async throws {
        guard !merge.adds.isEmpty else { return }
        let count = Counts.of(merge.adds.count, "event")
        try output.lines(page.heading("said: \(count) taken over"))
        let shown = merge.adds.suffix(limit)
        if let first = merge.adds.first, shown.count < merge.adds.count {
            try output.line(
                output.style.dim(
                    "  … \(Counts.grouped(merge.adds.count - shown.count)) before, from "
                        + DisplayText.oneLine("\(merge.theirs.point.branch)@\(first)")))
        }
        var timeline = try await TimelinePage(
            session, merge.theirs.point.branch, try await session.branches(), isAscending: true,
            output: output, margin: 2)
        for try await event in session.events(takenOverBy: merge, last: limit) {
            timeline.pass(event)
            try output.lines(timeline.lines(event).map { output.style.green("+ ") + $0 })
        }
    }

    private func changes(_ merge: Merge) async throws {
        guard !merge.changes.isEmpty else { return }
        try output.lines(page.heading("set"))
        var table = Table(right: [1])
        for change in merge.changes {
            table.add(page.row(change, try await session.diff(of: change, in: merge)))
        }
        try output.lines(table.lines(columns: output.columns).map { "  " + $0 })
    }

    func committed(_ merge: Merge, _ appended: Appended) throws {
        guard appended.written > 0 else { return }
        let branch = DisplayText.oneLine("\(merge.ours.point.branch)")
        let theirs = DisplayText.oneLine("\(merge.theirs.point)")
        let events = Counts.of(appended.written, "event")
        try output.line("")
        try output.line(
            "\(merge.picked == nil ? "merged" : "picked from") \(theirs): \(events) appended, "
                + "\(branch) is at \(appended.head)")
    }

    // MARK: For programs

    func records(_ merge: Merge) async throws {
        try output.json(Records.merge(merge))
        if !merge.adds.isEmpty {
            for try await event in session.events(takenOverBy: merge) {
                try output.json(Records.add(event, of: session))
            }
        }
        for change in merge.changes {
            try output.json(Records.change(change, try await session.diff(of: change, in: merge)))
        }
        for answered in merge.answered {
            try output.json(Records.conflict(answered.conflict, answer: answered.answer))
        }
        for conflict in merge.conflicts {
            try output.json(Records.conflict(conflict, answer: nil))
        }
    }
}
