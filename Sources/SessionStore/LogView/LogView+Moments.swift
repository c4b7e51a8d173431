internal import EventLog
internal import SessionModel

/// Looking moments up: each is one point on one line, or an error that says what there is instead.
extension LogView {
    func resolve(_ moment: Moment) throws -> Point {
        switch moment {
        case .named(let name): return try head(orTag: name)
        case .revision(let revision, let branch): return try point(revision, on: branch)
        case .undoing(let count, let branch): return try undoing(count, on: branch)
        case .time(let time, let branch): return try point(at: time, on: branch)
        case .prompt(let number, let branch): return try prompt(number, on: branch)
        case .position(let position): return try point(of: position)
        }
    }

    private func head(_ branch: BranchName) throws -> (line: Line, revision: Revision) {
        let line = try line(row(branch).id)
        return (line, try reader.head(of: line).revision)
    }

    private func head(orTag name: BranchName) throws -> Point {
        if branches.contains(where: { $0.name == name }) {
            return Point(branch: name, revision: try head(name).revision)
        }
        let control = try line(.control)
        if let entry = try reader.latest(
            kind: .tagSet, subject: name.rawValue, on: control)
        {
            let tag = TagSet(JSON(unchecked: entry.body), version: entry.version)
            return try point(tag)
        }
        _ = try row(name)
        throw SessionError(.branchNotFound, "there is no branch or tag \(name)")
    }

    /// Tags name their point by digest; the branch may have another name by now.
    func point(_ tag: TagSet) throws -> Point {
        var places = TagPlaces(self)
        return try places.point(tag)
    }

    private func point(_ revision: Revision, on branch: BranchName) throws -> Point {
        let head = try head(branch).revision
        guard revision >= 0, revision <= head else {
            throw SessionError(
                .momentNotFound, "\(branch) has no revision \(revision); its head is \(head)",
                hint: "Revisions of \(branch) go from 0 (before everything) to \(head).")
        }
        return Point(branch: branch, revision: revision)
    }

    private func undoing(_ count: Int, on branch: BranchName) throws -> Point {
        let (line, head) = try head(branch)
        guard count >= 0 else {
            throw SessionError(
                .momentInvalid, "\(count) turns cannot be undone",
                hint: "\(branch)~2 is just before the second-last prompt, \(branch)~0 the head.")
        }
        guard count > 0 else { return Point(branch: branch, revision: head) }
        let prompts = try reader.count(kind: .promptSubmitted, on: line)
        guard let revision = try prompt(prompts - count + 1, on: line, head: head) else {
            throw SessionError(
                .momentNotFound, "\(branch) has \(prompts) prompts, \(count) cannot be undone",
                hint: "The furthest is \(branch)~\(prompts).")
        }
        return Point(branch: branch, revision: revision - 1)
    }

    private func prompt(_ number: Int, on branch: BranchName) throws -> Point {
        let (line, head) = try head(branch)
        guard let revision = try prompt(number, on: line, head: head) else {
            let prompts = try reader.count(kind: .promptSubmitted, on: line)
            throw SessionError(
                .momentNotFound, "\(branch) has \(prompts) prompts, there is no prompt \(number)",
                hint: "Prompts are counted from 1: \(branch)@{prompt 1}.")
        }
        return Point(branch: branch, revision: revision)
    }

    /// The revision of a line's prompt with this number; nil: there is none.
    private func prompt(_ number: Int, on line: Line, head: Revision) throws -> Revision? {
        guard number > 0 else { return nil }
        let before = try lastSnapshot(on: line, head: head) { $0.prompts < number }
        return try reader.revision(
            ofKind: .promptSubmitted, number: number - (before?.prompts ?? 0),
            on: line, from: (before?.revision ?? 0) + 1, through: head)
    }

    /// The last revision before the first event that occurred later than `time`.
    private func point(at time: Timestamp, on branch: BranchName) throws -> Point {
        let (line, head) = try head(branch)
        let before = try lastSnapshot(on: line, head: head) { fold in
            fold.endedAt.map { $0 <= time } ?? true
        }
        let later = try reader.firstRevision(
            after: time, on: line, from: (before?.revision ?? 0) + 1,
            through: head)
        return Point(branch: branch, revision: later.map { $0 - 1 } ?? head)
    }

    /// The last of a line's snapshots before which something holds that, once it does not hold,
    /// never does again; found by halving.
    private func lastSnapshot(
        on line: Line, head: Revision, where holds: (PreviewFold) -> Bool
    ) throws -> PreviewFold? {
        var found: PreviewFold?
        var (low, high) = (Revision(0), head)
        while high - low >= PreviewKeeper.snapshotDistance {
            let middle = low + (high - low + 1) / 2
            guard
                let fold = try PreviewFold.snapshot(on: line, through: middle, reader),
                fold.revision > low
            else {
                // None is between: what is sought lies behind the middle, or snapshots are missing.
                low = middle
                continue
            }
            if holds(fold) {
                found = fold
                low = fold.revision
            } else {
                high = fold.revision - 1
            }
        }
        return found
    }

    private func point(of position: Position) throws -> Point {
        guard let entry = try reader.entry(at: position, headersOnly: true) else {
            let last = try reader.lastPosition()
            throw SessionError(
                .momentNotFound, "there is no event #\(position); the last one is #\(last)",
                hint: "Positions go from #1 to #\(last); \(.log(path: nil)) shows them.")
        }
        guard let branch = try event(entry).branch else {
            throw SessionError(
                .momentNotFound, "event #\(position) is on the control line, not on a branch",
                hint: "\(.show(.position(position))) shows it.")
        }
        return Point(branch: branch, revision: entry.revision)
    }
}
