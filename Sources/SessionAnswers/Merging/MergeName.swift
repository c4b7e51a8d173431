public import SessionStore
internal import Texts

/// How subjects of merges are written: a file by its path, the others as `setting:NAME`,
/// `editor:NAME`, `explorer:NAME` and `terminal:NAME`, and the title as `title`.
///
/// Two names are one where they are the same bytes, as two files are.
public struct MergeName: Equatable, Sendable {
    /// The kind of event that sets the subject.
    public let kind: EventKind
    /// nil: the title.
    public let subject: String?

    public init(_ kind: EventKind, _ subject: String?) {
        self.kind = kind
        self.subject = subject
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.kind == right.kind && left.text.utf8.elementsEqual(right.text.utf8)
    }

    private var word: String {
        kind.role == .sets ? String(kind.rawValue.prefix { $0 != "." }) : kind.rawValue
    }

    /// As a person reads and writes it; as it was written, and so not safe for a terminal.
    public var text: String {
        guard let subject else { return word }
        return kind == .fileChanged ? subject : "\(word):\(subject)"
    }

    /// Whether a person's text means it. A file can be written in short, as everywhere, and as
    /// `file:PATH` where its path looks like something else.
    public func fits(_ text: String) -> Bool {
        if text.utf8.elementsEqual(self.text.utf8) { return true }
        guard kind == .fileChanged, let subject else { return false }
        let path = text.hasPrefix("file:") ? String(text.dropFirst(5)) : text
        return PathPattern(path).matches(subject)
    }
}
