package import SessionTerms

internal import struct Crypto.SHA256

extension EventDigest {
    /// The SHA-256 of some bytes.
    package init(sha256Of bytes: [UInt8]) {
        self = EventDigest(Array(SHA256.hash(data: bytes))) ?? .zero
    }
}
