import SessionAnswers
import SessionStore

/// Shows the merge of another copy's branch, has it answered and carries it out.
struct CopyMergeRun {
    let file: String
    let other: OtherCopy
    let merging: CopyMerge
    let running: MergeRun
    let confirmation: Confirmation
    private let output = Output.standard

    init(
        file: String, other: OtherCopy, branch: BranchName, ours: BranchName, running: MergeRun,
        confirmation: Confirmation
    ) {
        (self.file, self.other) = (file, other)
        (self.running, self.confirmation) = (running, confirmation)
        merging = CopyMerge(branch: branch, into: ours, actor: running.acting.actor)
    }

    func run() async throws {
        try await Session.use(file) { session in
            try await other.open { theirs in
                try session.check(isCopy: theirs)
                try await PrivateCopy.use(of: session) { copy in
                    try await run(theirs, on: copy)
                }
            }
        }
    }

    private func run(_ theirs: Session, on copy: Session) async throws {
        let brought = try await merging.tryOut(theirs, on: copy)
        try show(brought)
        if merging.isCaughtUp(by: brought), !running.common.json {
            return try await catchUp(brought, theirs, on: copy)
        }
        let merge = try await merging.merge(brought, on: copy)
        let isWritten = try await running.carryOut(merge, copy) { answered in
            // Tried out as well: what is refused there leaves the file as it is.
            try await copy.commit(answered, by: merging.actor)
            try other.confirm(confirmation, erasing: brought.erased)
            return try await Session.use(file, .readWrite) { session in
                try await merging.commit(answered, from: theirs, to: session)
            }
        }
        guard !isWritten, merge.isEmpty, !brought.isNothing, !running.common.json else { return }
        try output.line(output.style.dim("\nnothing written; --commit does"))
    }

    /// Nothing happened on our branch since the two parted: it goes on as theirs did.
    private func catchUp(_ brought: BringReport, _ theirs: Session, on copy: Session) async throws {
        let first = max(brought.shared, brought.head - running.limit) + 1
        var timeline = try await TimelinePage(
            copy, brought.branch, try await copy.branches(), isAscending: true, output: output,
            margin: 2)
        for try await event in copy.events(
            on: merging.ours, from: first, through: brought.head)
        {
            timeline.pass(event)
            let lines = timeline.lines(event, answered: try await copy.answeredNames(in: event))
            try output.lines(lines.map { output.style.green("+ ") + $0 })
        }
        guard running.commit else {
            return try output.line(output.style.dim("\nnothing written; --commit does"))
        }
        try other.confirm(confirmation, erasing: brought.erased)
        let done = try await Session.use(file, .readWrite) { session in
            try await merging.catchUp(session, with: theirs)
        }
        try output.line("\n\(DisplayText.oneLine("\(done.branch)")) is at \(done.head)")
    }

    private func show(_ brought: BringReport) throws {
        guard !running.common.json else { return try output.json(Records.brought(brought)) }
        try output.lines(BringPage(file: other.path).lines(brought))
    }
}
