internal import SessionModel

extension Session {
    /// Checks the session's seals: that each is signed by one of the keys, and that everything it
    /// covers is still in the file, event for event by digest. ``verify(_:progress:)`` checks that
    /// the digests are those of the contents; both together show whether anything was changed.
    ///
    /// - Parameters:
    ///   - keys: seals by others are passed over.
    ///   - notes: seals that were kept outside the file.
    /// - Returns: findings where a seal does not fit, where there is none by these keys, and where
    ///   a note is no seal. Events behind the last seal are no finding; they are counted.
    /// - Cost: one pass over the control line, and a seek for each head of each seal.
    public func checkSeals(
        by keys: [VerifyingKey], outside notes: [String] = []
    ) async throws -> SealCheck {
        try await read { view in
            var pass = SealPass(view: view, keys: keys)
            let control = try view.line(.control)
            try view.forEachEvent(
                on: control, from: 1, through: .max, kinds: [.sessionSealed]
            ) { event in
                guard event.kind == .sessionSealed, !event.isErased else { return }
                let note = SessionSealed(event.body, version: event.version).note
                pass.take(note, from: event)
            }
            for note in notes { pass.take(note, from: nil) }
            return try pass.finish()
        }
    }
}

/// Checks one seal after another, and knows how far those that fit reach.
private struct SealPass {
    let view: LogView
    let keys: [VerifyingKey]
    private let session: String?
    private var check = SealCheck()
    /// The last revision that a fitting seal covers, by the branch it was written on.
    private var reach: [BranchID: Revision] = [:]
    private var problems: [String] = []

    init(view: LogView, keys: [VerifyingKey]) {
        self.view = view
        self.keys = keys
        let first = try? view.entry(at: 1)
        session = first.flatMap { JSON(unchecked: $0.body)["session"]?.string }
    }

    mutating func take(_ text: String, from event: Event?) {
        let name = event.map { "the seal at #\($0.position)" } ?? "the seal from outside"
        guard let note = SignedNote(text), let checkpoint = Checkpoint(note.text) else {
            problems.append("\(name) is no seal, or was cut")
            return
        }
        for signature in note.signatures {
            guard let key = key(of: signature) else { continue }
            let problem = problem(with: checkpoint, signature, of: note, by: key)
            if problem == nil, let event { cover(event) }
            if let problem { problems.append("\(name) by \(key.name) does not fit: \(problem)") }
            check.seals.append(
                SealCheck.Seal(
                    position: event?.position, key: key.name, sealedAt: event?.recordedAt,
                    size: checkpoint.size, fits: problem == nil))
        }
        if event == nil, note.signatures.allSatisfy({ key(of: $0) == nil }) {
            problems.append("\(name) is by none of the keys given")
        }
    }

    private func key(of signature: SignedNote.Signature) -> VerifyingKey? {
        keys.first { $0.isClaimed(by: signature) }
    }

    private mutating func problem(
        with checkpoint: Checkpoint, _ signature: SignedNote.Signature, of note: SignedNote,
        by key: VerifyingKey
    ) -> String? {
        guard key.accepts(signature, of: note.text) else {
            return "the signature is not the key's for this text"
        }
        guard checkpoint.session == session else {
            return "it is of session \(checkpoint.session)"
        }
        guard checkpoint.root == Checkpoint.root(of: checkpoint.heads) else {
            return "its root is not that of its heads"
        }
        var found: [(line: Line, revision: Revision)] = []
        for head in checkpoint.heads {
            guard let line = line(through: head) else { return missing(head) }
            found.append((line, head.revision))
        }
        for (line, revision) in found {
            for segment in line.segments(from: 1, through: revision) {
                reach[segment.branch] = max(
                    reach[segment.branch] ?? 0, segment.revisions.upperBound)
            }
        }
        return nil
    }

    /// A seal that stands right behind what it covers is covered by itself: its note was signed.
    private mutating func cover(_ event: Event) {
        guard reach[BranchID.control] ?? 0 == event.revision - 1 else { return }
        reach[BranchID.control] = event.revision
    }

    /// The line on which an event with this revision and digest stands.
    private func line(through head: Checkpoint.Head) -> Line? {
        let revision = head.revision
        guard let name = head.branch else {
            let line = try? view.line(.control)
            let entry = line.flatMap {
                try? view.entry(revision: revision, on: $0, headersOnly: true)
            }
            return entry?.digest == head.digest ? line : nil
        }
        let likely = view.branches.first { $0.name == name }?.id
        return view.owner(of: head.digest, revision: revision, likely: likely)
            .flatMap { try? view.line($0) }
    }

    private func missing(_ head: Checkpoint.Head) -> String {
        let name = head.branch?.rawValue ?? "the control line"
        let row = view.branches.first { $0.name == head.branch }
        let line =
            head.branch == nil
            ? try? view.line(.control) : row.flatMap { try? view.line($0.id) }
        let end = line.flatMap { try? view.head(of: $0).revision }
        if let end, end < head.revision {
            return "\(name) had revision \(head.revision) when it was sealed and ends at \(end) now"
        }
        return end == nil
            ? "\(name), which had revision \(head.revision), is gone"
            : "revision \(head.revision) of \(name) is another one now"
    }

    // MARK: How far the seals reach

    mutating func finish() throws -> SealCheck {
        try measure()
        if check.seals.isEmpty, problems.isEmpty {
            let names = keys.map(\.name).joined(separator: ", ")
            problems.append("there is no seal by \(names)")
        }
        let place = check.firstNotCovered
        check.findings = problems.map { problem in
            Finding(
                kind: .brokenSeal, position: place?.position, moment: place?.moment,
                message: problem
                    + (place.map { "; the first event that no seal covers is #\($0.position)" }
                        ?? ""),
                advice: "What no seal covers may be changed or missing: compare with a copy from "
                    + "before, or ask whoever sealed it.")
        }
        return check
    }

    private mutating func measure() throws {
        check.events = try view.lastPosition().number
        var lines = try [(BranchID.control, view.line(.control), Revision(0))]
        for row in view.branches { lines.append((row.id, try view.line(row.id), row.fork ?? 0)) }
        for (branch, line, fork) in lines {
            let covered = max(reach[branch] ?? 0, fork)
            check.covered += covered - fork
            guard let next = try view.header(revision: covered + 1, writtenOn: branch)
            else { continue }
            note(try view.event(next), on: line)
        }
    }

    private mutating func note(_ event: Event, on line: Line) {
        guard event.position < check.firstNotCovered?.position ?? .max else { return }
        check.firstNotCovered = SealCheck.EventPlace(
            position: event.position, moment: event.branch.map { "\($0)@\(event.revision)" })
    }
}
