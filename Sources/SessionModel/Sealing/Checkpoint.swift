internal import Texts

/// The heads of all lines of a session at one moment: the text that a seal signs
/// (Schemas/seal-1.md), in the form of C2SP's tlog-checkpoint
/// (<https://c2sp.org/tlog-checkpoint>).
public struct Checkpoint: Sendable, Hashable {
    /// The session's id.
    public let session: String
    /// How many events the heads cover.
    public let size: Int
    /// SHA-256 over the lines of the heads.
    public let root: EventDigest
    /// Of each line that has events of its own, the control line among them.
    public let heads: [Head]

    /// The end of one line.
    public struct Head: Sendable, Hashable {
        /// The last one of the line then, from 1.
        public let revision: Revision
        /// The chain's digest there: it tells the whole history of the line.
        public let digest: EventDigest
        /// What the branch was called then; nil: the control line.
        public let branch: BranchName?

        public init(revision: Revision, digest: EventDigest, branch: BranchName?) {
            self.revision = revision
            self.digest = digest
            self.branch = branch
        }
    }

    private static let origin = "session-store/"

    public init(session: String, size: Int, root: EventDigest, heads: [Head]) {
        self.session = session
        self.size = size
        self.root = root
        self.heads = heads
    }

    /// Reads the text of a note.
    ///
    /// - Returns: nil where it is no checkpoint of a session.
    public init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        guard lines.count > 3, text.hasSuffix("\n"), lines[0].hasPrefix(Self.origin),
            let size = Int(lines[1]), size > 0, let root = Self.digest(lines[2])
        else { return nil }
        var heads: [Head] = []
        for line in lines.dropFirst(3) {
            guard let head = Self.head(line) else { return nil }
            heads.append(head)
        }
        self.init(
            session: String(lines[0].dropFirst(Self.origin.count)), size: size, root: root,
            heads: heads)
        guard self.text == text else { return nil }
    }

    private static func head(_ line: Substring) -> Head? {
        let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, let number = Int(parts[0]), number > 0,
            let digest = digest(parts[1])
        else { return nil }
        let branch = parts.count == 3 ? BranchName(rawValue: String(parts[2])) : nil
        return Head(revision: Revision(number), digest: digest, branch: branch)
    }

    private static func digest(_ text: Substring) -> EventDigest? {
        Base64.decode(Array(text.utf8)).flatMap { EventDigest($0) }
    }

    /// The text that is signed.
    public var text: String {
        "\(Self.origin)\(session)\n\(size)\n\(Self.base64(root))\n" + Self.lines(of: heads)
    }

    /// The heads as they are signed, one line each: what ``root`` is the digest of.
    public static func lines(of heads: [Head]) -> String {
        heads.map { head in
            let name = head.branch.map { " " + $0.rawValue } ?? ""
            return "\(head.revision) \(base64(head.digest))\(name)\n"
        }.joined()
    }

    private static func base64(_ digest: EventDigest) -> String {
        String(decoding: Base64.encode(digest.bytes), as: UTF8.self)
    }
}
