import SessionStore

/// Merges a branch of another copy: tried out on a private copy first, so that nothing is written
/// into the file before every conflict is answered.
struct CopyMerge {
    let file: String
    let other: OtherCopy
    let branch: BranchName
    let ours: BranchName
    let running: MergeRun
    private let output = Output.standard

    init(
        file: String, other: OtherCopy, branch: BranchName, ours: BranchName, running: MergeRun
    ) {
        (self.file, self.other, self.branch) = (file, other, branch)
        (self.ours, self.running) = (ours, running)
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
        let merge = try await copy.merge(brought.moment, into: ours)
        let isWritten = try await running.carryOut(merge, copy) { answered in
            // Tried out as well: what is refused there leaves the file as it is.
            try await copy.commit(answered, by: running.acting.actor)
            return try await commit(answered, theirs)
        }
        guard !isWritten, merge.isEmpty, !brought.isNothing, !running.common.json else { return }
        try output.line(output.style.dim("\nnothing written; --commit does"))
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
                let known = answered.conflict
                let conflict = merge.conflicts.first {
                    $0.kind == known.kind && $0.subject == known.subject
                }
                if let conflict { merge.resolve(conflict, as: answered.answer) }
            }
            return try await session.commit(merge, by: actor)
        }
    }
}
