public import SessionModel

extension Session {
    /// Signs the heads of all lines, records the seal, and gives it back.
    ///
    /// What is in the session now can from here on neither be changed nor cut off without
    /// ``checkSeals(by:outside:)`` noticing, whoever holds the file but not the key. Keep the note
    /// outside the file too: one who cuts the file off before the seal takes the seal with it.
    ///
    /// ```swift
    /// let note = try await session.seal(with: SigningKey(text: secret))
    /// ```
    ///
    /// - Returns: the signed note (Schemas/seal-1.md).
    /// - Cost: a seek for each branch. An archived session can be sealed.
    @discardableResult
    public func seal(with key: SigningKey, by actor: EventActor = .system) async throws
        -> SignedNote
    {
        let id = id
        return try await control(onArchived: true) { events, view in
            let text = try view.checkpoint(of: id).text
            let note = SignedNote(text: text, signatures: [try key.signature(of: text)])
            try events.control(EventDraft(SessionSealed(note: note.description), by: actor))
            return note
        }
    }
}

extension Checkpoint {
    static func root(of heads: [Head]) -> EventDigest {
        EventDigest(sha256Of: Array(lines(of: heads).utf8))
    }
}

extension LogView {
    /// The heads of all lines that have something of their own.
    fileprivate func checkpoint(of session: String) throws -> Checkpoint {
        var heads: [Checkpoint.Head] = []
        let control = try head(of: line(.control))
        if control.revision > 0 {
            heads.append(
                Checkpoint.Head(
                    revision: control.revision, digest: control.digest,
                    branch: nil))
        }
        for row in branches {
            let head = try head(of: line(row.id))
            guard head.revision > row.fork ?? 0 else { continue }
            heads.append(
                Checkpoint.Head(
                    revision: head.revision, digest: head.digest,
                    branch: row.name))
        }
        return Checkpoint(
            session: session, size: try lastPosition().number,
            root: Checkpoint.root(of: heads), heads: heads)
    }
}
