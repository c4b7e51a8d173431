package import SessionTerms

/// An event's commitment, made before the transaction that appends it: hashing is a fifth of what
/// the one thread does that writes.
package struct Commitment: Sendable {
    let salt: Bytes16
    let value: EventDigest
    /// Personal too, and told relative to where the event comes to stand.
    let cause: Revision?

    /// - Parameters:
    ///   - salt: 16 random bytes.
    ///   - cause: the revision that led to it.
    ///   - content: what stands behind the body.
    /// - Returns: nil where the salt has another size.
    package init?(
        salt: [UInt8], subject: String?, actor: EventActor, id: String?, cause: Revision?,
        origin: EventDigest? = nil, body: [UInt8], content: [UInt8]?
    ) {
        guard let salt = Bytes16(salt) else { return nil }
        self.salt = salt
        self.cause = cause
        let personal = Chain.Personal(
            subject: subject, actor: actor, id: id, cause: cause, origin: origin)
        value = Chain.commitment(
            salt: salt, personal, payload: body[...], content: content?[...] ?? [])
    }
}
