internal import Texts

/// A text with signatures under it, as C2SP's signed-note describes it
/// (<https://c2sp.org/signed-note>): the text, an empty line, and one line a signature,
/// `— NAME BASE64`, where the bytes are four of the key's number and the signature itself.
public struct SignedNote: Sendable, Hashable, CustomStringConvertible {
    /// What is signed, its last line break included.
    public let text: String
    /// In the order written; several may sign one text.
    public var signatures: [Signature]

    /// One line under the text.
    public struct Signature: Sendable, Hashable {
        /// What the key is called.
        public let name: String
        /// Four bytes that tell keys of one name apart.
        public let keyNumber: [UInt8]
        /// The signature itself: for Ed25519, 64 bytes.
        public let bytes: [UInt8]

        public init(name: String, keyNumber: [UInt8], bytes: [UInt8]) {
            self.name = name
            self.keyNumber = keyNumber
            self.bytes = bytes
        }
    }

    private static let mark = "\u{2014} "

    public init(text: String, signatures: [Signature] = []) {
        self.text = text
        self.signatures = signatures
    }

    /// Reads a note.
    ///
    /// - Returns: nil where it is none: no empty line before the signatures, control characters, or
    ///   a line under it that is no signature.
    public init?(_ note: String) {
        let isClean = note.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 }
        guard isClean, note.hasSuffix("\n"),
            let gap = note.ranges(of: "\n\n").last
        else { return nil }
        text = String(note[..<gap.lowerBound]) + "\n"
        var signatures: [Signature] = []
        for line in note[gap.upperBound...].split(separator: "\n") {
            guard let signature = Self.signature(line) else { return nil }
            signatures.append(signature)
        }
        guard !signatures.isEmpty else { return nil }
        self.signatures = signatures
        // Bits that base 64 does not use, and empty lines, tell nothing: a note has one form.
        guard description == note else { return nil }
    }

    private static func signature(_ line: Substring) -> Signature? {
        guard line.hasPrefix(mark) else { return nil }
        let parts = line.dropFirst(mark.count).split(
            separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty,
            let bytes = Base64.decode(Array(parts[1].utf8)), bytes.count > 4
        else { return nil }
        return Signature(
            name: String(parts[0]), keyNumber: Array(bytes[..<4]), bytes: Array(bytes[4...]))
    }

    /// The note as it is kept and handed on.
    public var description: String {
        let lines = signatures.map { signature in
            let code = Base64.encode(signature.keyNumber + signature.bytes)
            return Self.mark + signature.name + " " + String(decoding: code, as: UTF8.self) + "\n"
        }
        return text + "\n" + lines.joined()
    }
}
