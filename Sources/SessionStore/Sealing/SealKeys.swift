internal import Crypto
internal import SessionModel
internal import Texts

/// An Ed25519 key that signs seals. Keep its text secret: whoever has it can seal anything.
///
/// ```swift
/// let key = try SigningKey(name: "ana")
/// let note = try await session.seal(with: key)
/// ```
public struct SigningKey: Sendable {
    /// What checks this key's seals; may be known to everyone.
    public let verifying: VerifyingKey
    private let seed: [UInt8]

    /// A new key.
    ///
    /// - Parameter name: of one to 200 characters, without white space and `+`: who seals.
    /// - Throws: ``SessionError/Code/invalidName``.
    public init(
        name: String, random: (_ count: Int) -> [UInt8] = SessionOptions.systemRandom
    ) throws {
        try self.init(name: name, seed: random(32))
    }

    private init(name: String, seed: [UInt8]) throws {
        let key = try Self.key(seed)
        verifying = try VerifyingKey(name: name, bytes: Array(key.publicKey.rawRepresentation))
        self.seed = seed
    }

    /// Reads the text of a key file (Schemas/seal-1.md, "Keys").
    ///
    /// - Throws: ``SessionError/Code/invalidKey`` where it is none.
    public init(text: String) throws {
        let parts = KeyText.parts(text)
        guard parts.count == 5, parts[0] == "PRIVATE", parts[1] == "KEY",
            let seed = KeyText.bytes(parts[4])
        else {
            throw SessionError(
                .invalidKey, "this is no key that can sign",
                hint: "\(.makeKey) makes one; sign with NAME.key, not with NAME.key.pub.")
        }
        try self.init(name: String(parts[2]), seed: seed)
        guard verifying.numberText == parts[3] else {
            throw SessionError(
                .invalidKey, "the key's number does not fit the key: its text was changed")
        }
    }

    /// The text of a key file, without a line break.
    public var text: String {
        "PRIVATE+KEY+\(verifying.name)+\(verifying.numberText)+\(KeyText.base64(seed))"
    }

    /// - Throws: ``SessionError/Code/invalidKey``; never for a key that could be made.
    func signature(of text: String) throws -> SignedNote.Signature {
        let bytes = try Self.key(seed).signature(for: Array(text.utf8))
        return SignedNote.Signature(
            name: verifying.name, keyNumber: verifying.number, bytes: Array(bytes))
    }

    private static func key(_ seed: [UInt8]) throws -> Curve25519.Signing.PrivateKey {
        do {
            return try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        } catch {
            throw SessionError(.invalidKey, "a key of \(seed.count) bytes; it has 32", cause: error)
        }
    }
}

/// The public half of a ``SigningKey``: it checks seals.
public struct VerifyingKey: Sendable, Hashable {
    /// Who signs, as the note's signature line says: `ana`.
    public let name: String
    private let bytes: [UInt8]
    /// Four bytes that tell keys of one name apart.
    let number: [UInt8]

    fileprivate init(name: String, bytes: [UInt8]) throws {
        let isBad = name.unicodeScalars.contains {
            $0.properties.isWhitespace || $0 == "+" || $0.value < 0x20 || $0.value == 0x7F
        }
        guard !name.isEmpty, name.utf8.count <= 200, !isBad else {
            throw SessionError(
                .invalidName, "\"\(name)\" cannot name a key",
                hint: "A name has neither white space nor +, such as ana or ci.example.org.")
        }
        guard bytes.count == 32 else {
            throw SessionError(.invalidKey, "a key of \(bytes.count) bytes; it has 32")
        }
        self.name = name
        self.bytes = bytes
        number = Array(
            EventDigest(sha256Of: Array(name.utf8) + [0x0A, KeyText.ed25519] + bytes).bytes[..<4])
    }

    /// Reads the text of a public key, or of a private one.
    ///
    /// - Throws: ``SessionError/Code/invalidKey`` where it is none.
    public init(text: String) throws {
        if KeyText.parts(text).count == 5 {
            self = try SigningKey(text: text).verifying
            return
        }
        let parts = KeyText.parts(text)
        guard parts.count == 3, let bytes = KeyText.bytes(parts[2]) else {
            throw SessionError(
                .invalidKey, "this is no key",
                hint: "\(.makeKey) makes a pair; NAME.key.pub checks seals.")
        }
        try self.init(name: String(parts[0]), bytes: bytes)
        guard numberText == parts[1] else {
            throw SessionError(
                .invalidKey, "the key's number does not fit the key: its text was changed")
        }
    }

    /// The text of a key file, without a line break.
    public var text: String { "\(name)+\(numberText)+\(KeyText.base64(bytes))" }

    fileprivate var numberText: String { number.hexDigits }

    /// Whether a signature claims to be by this key.
    func isClaimed(by signature: SignedNote.Signature) -> Bool {
        signature.name == name && signature.keyNumber == number
    }

    func accepts(_ signature: SignedNote.Signature, of text: String) -> Bool {
        let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
        return key?.isValidSignature(signature.bytes, for: Array(text.utf8)) ?? false
    }
}

/// The texts of keys.
private enum KeyText {
    /// The number of the kind of signature.
    static let ed25519: UInt8 = 1

    static func parts(_ text: String) -> [Substring] {
        // Base 64 has the sign, too, so that only what stands before it is cut.
        let line = text.prefix { !$0.isNewline }
        let cuts = line.hasPrefix("PRIVATE+KEY+") ? 4 : 2
        return line.split(separator: "+", maxSplits: cuts, omittingEmptySubsequences: false)
    }

    static func bytes(_ text: Substring) -> [UInt8]? {
        guard let bytes = Base64.decode(Array(text.utf8)), bytes.first == ed25519 else {
            return nil
        }
        return Array(bytes.dropFirst())
    }

    static func base64(_ bytes: [UInt8]) -> String {
        String(decoding: Base64.encode([ed25519] + bytes), as: UTF8.self)
    }
}
