internal import SessionModel

/// Copies entries into a new session, where each gets the position that it had, and digests are
/// others.
struct DuplicatePlan: Sendable {
    /// The branches as they are now; each is there from its fork's event on.
    private let branches: [BranchRow]
    private var forks = 0
    /// The digests that are still to be named, and what they became.
    private let named: Set<EventDigest>
    private var renamed: [EventDigest: EventDigest] = [:]

    init(branches: [BranchRow], named: Set<EventDigest>) {
        self.branches = branches
        self.named = named
    }

    /// Whether bodies of this kind may hold digests of other events.
    static func namesDigests(_ kind: EventKind) -> Bool {
        kind.role == .controls || kind == .branchMerged
    }

    mutating func take(_ entry: LogEntry, _ events: EventWriter) throws {
        let digest: EventDigest?
        if entry.position == 1 {
            // The new session's own first event is there already.
            try events.save(branches[0])
            digest = try events.head(of: BranchID.first).digest
        } else {
            let written = try events.append(
                draft(entry, events), to: entry.branch, cause: entry.cause,
                originPosition: entry.originPosition)
            guard written.position == entry.position, written.revision == entry.revision else {
                throw LogError(
                    .damaged, "the event is not where it should be", position: entry.position)
            }
            digest = written.digest
            if entry.kind == .branchForked { try beginBranch(events) }
        }
        let old = entry.digest
        if named.contains(old) { renamed[old] = digest }
    }

    private mutating func beginBranch(_ events: EventWriter) throws {
        forks += 1
        guard branches.indices.contains(forks) else { return }
        try events.save(branches[forks])
    }

    private func draft(_ entry: LogEntry, _ events: EventWriter) throws -> EventDraft {
        var draft = EventDraft(
            kind: entry.kind, version: entry.version,
            dialect: entry.dialect, subject: entry.subject,
            actor: entry.actor ?? .erased,
            occurredAt: entry.occurred, id: entry.id,
            body: entry.isErased ? .object([]) : JSON(unchecked: entry.body),
            content: entry.content)
        if let position = entry.originPosition {
            draft.origin = try events.entry(at: position)
                .map(\.digest)
        }
        if Self.namesDigests(entry.kind),
            let body = DigestNames.replace(in: draft.body.bytes, by: { renamed[$0] })
        {
            draft.body = JSON(unchecked: body)
        }
        return draft
    }
}

/// Digests as they stand in bodies: strings of 64 hexadecimal digits.
enum DigestNames {
    private static let quote = UInt8(ascii: "\"")

    /// The body with each digest replaced by what `change` gives for it; nil where it gives nothing
    /// for any.
    @discardableResult
    static func replace(in body: [UInt8], by change: (EventDigest) -> EventDigest?) -> [UInt8]? {
        var result = body
        var isChanged = false
        var index = 0
        while index + 66 <= body.count {
            guard body[index] == quote, body[index + 65] == quote,
                let digest = EventDigest(
                    String(decoding: body[index + 1..<index + 65], as: UTF8.self))
            else {
                index += 1
                continue
            }
            if let new = change(digest) {
                result.replaceSubrange(index + 1..<index + 65, with: new.description.utf8)
                isChanged = true
            }
            index += 66
        }
        return isChanged ? result : nil
    }
}
