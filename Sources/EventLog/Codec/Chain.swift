internal import Crypto
package import SessionTerms

/// The chain of digests (Schemas/payload-1.md, "The chain").
///
/// `digest = SHA-256(previous digest ‖ header ‖ commitment)`, where the header holds what may stay
/// when an event is erased, and the commitment hides everything personal behind a random salt. No
/// position, local number or branch name is hashed: copies of a file agree on every digest.
package enum Chain {
    /// What comes before the first event of a session.
    package static let start = EventDigest.zero

    package struct Header {
        var kind: EventKind
        var version: Int
        var dialect: Dialect?
        var occurred: Timestamp
        var recorded: Timestamp
        var size: Int
        var content: Int?

        package init(
            kind: EventKind, version: Int, dialect: Dialect?, occurred: Timestamp,
            recorded: Timestamp, size: Int, content: Int?
        ) {
            (self.kind, self.version, self.dialect) = (kind, version, dialect)
            (self.occurred, self.recorded) = (occurred, recorded)
            (self.size, self.content) = (size, content)
        }
    }

    package struct Personal {
        var subject: String?
        var actor: EventActor
        var id: String?
        /// The revision that led to it.
        var cause: Revision?
        var origin: EventDigest?

        package init(
            subject: String?, actor: EventActor, id: String?, cause: Revision?, origin: EventDigest?
        ) {
            (self.subject, self.actor, self.id) = (subject, actor, id)
            (self.cause, self.origin) = (cause, origin)
        }
    }

    /// - Parameters:
    ///   - payload: that of the event itself, not of one that it stands for.
    ///   - content: what stands behind it, where it is held apart.
    package static func commitment(
        salt: Bytes16, _ personal: Personal, payload: ArraySlice<UInt8>,
        content: ArraySlice<UInt8> = []
    ) -> EventDigest {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(fieldsCapacity)
        bytes.append(salt)
        bytes.append(text: personal.subject)
        bytes.append(text: personal.actor.rawValue)
        bytes.append(text: personal.id)
        bytes.append(number: personal.cause?.number)
        bytes.append(field: personal.origin)
        return hash(bytes[...], payload, content)
    }

    package static func digest(
        previous: EventDigest, _ header: Header, commitment: EventDigest
    ) -> EventDigest {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(fieldsCapacity)
        bytes.append(previous)
        bytes.append(text: header.kind.rawValue)
        bytes.append(littleEndian: UInt32(truncatingIfNeeded: header.version))
        bytes.append(text: header.dialect?.rawValue)
        bytes.append(littleEndian: Int64(header.occurred.microseconds))
        bytes.append(littleEndian: Int64(header.recorded.microseconds))
        bytes.append(littleEndian: UInt64(header.size))
        bytes.append(number: header.content)
        bytes.append(commitment)
        return hash(bytes[...])
    }

    private static func hash(_ parts: ArraySlice<UInt8>...) -> EventDigest {
        var hash = SHA256()
        for part in parts { part.withUnsafeBytes { hash.update(bufferPointer: $0) } }
        return hash.finalize().withUnsafeBytes { EventDigest($0) } ?? start
    }

    /// Nearly all headers fit into so many bytes.
    private static let fieldsCapacity = 256
}

extension [UInt8] {
    /// A field that may be absent: 0; or 1, the length in 4 bytes, the bytes.
    fileprivate mutating func append(field: EventDigest?) {
        guard let field else { return append(0) }
        append(1)
        append(littleEndian: UInt32(EventDigest.count))
        append(field)
    }

    /// A text's UTF-8 as such a field.
    fileprivate mutating func append(text: String?) {
        guard let text else { return append(0) }
        append(1)
        append(littleEndian: UInt32(text.utf8.count))
        append(contentsOf: text.utf8)
    }

    /// A number that may be absent: 0; or 1 and 8 bytes.
    fileprivate mutating func append(number: Int?) {
        guard let number else { return append(0) }
        append(1)
        append(littleEndian: Int64(number))
    }
}
