import SessionStore

/// How subjects of merges are written: a file by its path, the others as `setting:NAME`,
/// `editor:NAME`, `explorer:NAME` and `terminal:NAME`, and the title as `title`.
///
/// Two names are one where they are the same bytes, as two files are.
struct MergeName: Equatable {
    let kind: EventKind
    let subject: String?

    init(_ kind: EventKind, _ subject: String?) {
        self.kind = kind
        self.subject = subject
    }

    static func == (left: Self, right: Self) -> Bool {
        left.kind == right.kind && left.text.utf8.elementsEqual(right.text.utf8)
    }

    private var word: String {
        kind.role == .sets ? String(kind.rawValue.prefix { $0 != "." }) : kind.rawValue
    }

    /// As a person reads and writes it; not yet safe for a terminal.
    var text: String {
        guard let subject else { return word }
        return kind == .fileChanged ? subject : "\(word):\(subject)"
    }

    /// Whether a person's text means it. A file can be written in short, as everywhere, and as
    /// `file:PATH` where its path looks like something else.
    func fits(_ text: String) -> Bool {
        if text.utf8.elementsEqual(self.text.utf8) { return true }
        guard kind == .fileChanged, let subject else { return false }
        let path = text.hasPrefix("file:") ? String(text.dropFirst(5)) : text
        return PathFilter.test([path])(subject)
    }
}

extension MergeConflict {
    var name: MergeName { MergeName(kind, subject) }

    /// Why it is open, for people.
    var explanation: String {
        switch reason {
        case .content: "both changed the same lines"
        case .mode: "both changed its mode"
        case .binary: "both changed it, and it is no text"
        case .value: "both changed it"
        case .removedByUs: "we removed it, they changed it"
        case .removedByThem: "we changed it, they removed it"
        case .unknown: "both changed it, and the log does not hold the content"
        case .severalBases: "both merged each other before, with different answers"
        case .seenDifferently: "before they changed it, each found another content in it"
        }
    }
}
