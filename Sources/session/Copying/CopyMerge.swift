import SessionStore

/// Merges a branch of another copy: tried out on a private copy first, so that nothing is written
/// into the file before every conflict is answered.
struct CopyMerge {
    let file: String
    let other: OtherCopy
    let branch: BranchName
    let ours: BranchName
    let running: MergeRun
    let confirmation: Confirmation
    private let output = Output.standard

    init(
        file: String, other: OtherCopy, branch: BranchName, ours: BranchName, running: MergeRun,
        confirmation: Confirmation
    ) {
        (self.file, self.other, self.branch) = (file, other, branch)
        (self.ours, self.running, self.confirmation) = (ours, running, confirmation)
    }

    func run() async throws {
        try await SessionFile.open(file) { session in
            try await other.open { theirs in
                try session.check(isCopy: theirs)
                try await PrivateCopy.use(of: session) { copy in
                    try await run(theirs, on: copy)
                }
            }
        }
    }

    private func run(_ theirs: Session, on copy: Session) async throws {
        let brought = try await copy.bring(branch, from: theirs, by: running.acting.actor)
        try show(brought)
        if brought.branch == ours, brought.events > 0, !running.common.json {
            return try await catchUp(brought, theirs, on: copy)
        }
        let merge = try await copy.merge(brought.moment, into: ours)
        let isWritten = try await running.carryOut(merge, copy) { answered in
            // Tried out as well: what is refused there leaves the file as it is.
            try await copy.commit(answered, by: running.acting.actor)
            try other.confirm(confirmation, erasing: brought.erased)
            return try await commit(answered, theirs)
        }
        guard !isWritten, merge.isEmpty, !brought.isNothing, !running.common.json else { return }
        try output.line(output.style.dim("\nnothing written; --commit does"))
    }

    /// Nothing happened on our branch since the two parted: it goes on as theirs did.
    private func catchUp(_ brought: Brought, _ theirs: Session, on copy: Session) async throws {
        let first = max(brought.shared, brought.head - running.limit) + 1
        var timeline = try await TimelinePage(
            copy, brought.branch, try await copy.branches(), isAscending: true, output: output,
            margin: 2)
        for try await event in copy.events(on: ours, from: first, through: brought.head) {
            timeline.pass(event)
            let lines = timeline.lines(event, answered: try await copy.answeredNames(in: event))
            try output.lines(lines.map { output.style.green("+ ") + $0 })
        }
        guard running.commit else {
            return try output.line(output.style.dim("\nnothing written; --commit does"))
        }
        try other.confirm(confirmation, erasing: brought.erased)
        let done = try await SessionFile.open(file, .readWrite) { session in
            try await session.bring(branch, from: theirs, by: running.acting.actor)
        }
        try output.line("\n\(DisplayText.oneLine("\(done.branch)")) is at \(done.head)")
    }

    private func show(_ brought: Brought) throws {
        guard !running.common.json else {
            return try output.json(["brought": Records.brought(brought)])
        }
        try output.lines(BroughtPage(file: other.path).lines(brought))
    }

    /// Does in the file what was shown on the copy.
    private func commit(_ shown: Merge, _ theirs: Session) async throws -> Appended {
        let actor = running.acting.actor
        return try await SessionFile.open(file, .readWrite) { session in
            let brought = try await session.bring(branch, from: theirs, by: actor)
            var merge = try await session.merge(brought.moment, into: ours)
            for answered in shown.answered {
                let conflict = merge.conflicts.first { $0.name == answered.conflict.name }
                if let conflict { try merge.resolve(conflict, as: answered.answer) }
            }
            return try await session.commit(merge, by: actor)
        }
    }
}
