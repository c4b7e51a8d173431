internal import SessionTerms

/// What the digest of a line is made of at an event, besides the digest before it.
struct Contribution: Sendable {
    let header: Chain.Header
    let commitment: EventDigest

    /// - Parameters:
    ///   - entry: what `stored` says in words; its own payload does not count.
    ///   - payload: of `stored`.
    init(_ entry: borrowing LogEntry, _ stored: StoredRow, _ payload: LogPayload) {
        header = Chain.Header(
            kind: entry.kind, version: entry.version, dialect: entry.dialect,
            occurred: entry.occurred, recorded: entry.recorded, size: entry.size,
            content: stored.row.content)
        guard let salt = stored.row.salt else {
            // All that is left of an erased event. No digest follows from one of another size.
            commitment = stored.blob.flatMap { EventDigest($0) } ?? EventDigest.zero
            return
        }
        let personal = Chain.Personal(
            subject: entry.subject, actor: entry.actor ?? EventActor(rawValue: ""), id: entry.id,
            cause: entry.cause, origin: entry.origin)
        commitment = Chain.commitment(
            salt: salt, personal, payload: entry.origin == nil ? payload.bytes : [])
    }

    func digest(after previous: EventDigest) -> EventDigest {
        Chain.digest(previous: previous, header, commitment: commitment)
    }
}
