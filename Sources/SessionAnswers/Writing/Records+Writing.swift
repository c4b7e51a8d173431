public import SessionStore

extension Records {
    /// A session that was created.
    public static func created(_ path: String, session id: String) -> JSON {
        ["path": .string(path), "session": .string(id)]
    }

    /// Events that were appended: the branch's head now, how many are new, and the revision of each
    /// that was given.
    public static func appended(_ appended: Appended, to branch: BranchName) -> JSON {
        .object([
            ("branch", .string(branch.rawValue)), ("head", .number(appended.head)),
            ("written", .number(appended.written)),
            ("revisions", .array(appended.revisions.map { .number($0) })),
            ("digest", .string(appended.digest.description)),
        ])
    }

    /// Whether a session takes no more events now.
    public static func archived(_ path: String, isArchived: Bool) -> JSON {
        ["path": .string(path), "archived": .bool(isArchived)]
    }

    /// A copy that was made.
    ///
    /// - Parameter isDuplicate: whether it is a session of its own, with an id of its own.
    public static func copied(_ path: String, session id: String, isDuplicate: Bool) -> JSON {
        ["path": .string(path), "session": .string(id), "duplicate": .bool(isDuplicate)]
    }

    /// A file's sizes in bytes before and after it was compacted.
    public static func compacted(_ path: String, _ compaction: Compaction) -> JSON {
        [
            "path": .string(path), "before": .number(compaction.before),
            "after": .number(compaction.after), "unreadable": .number(compaction.unreadable),
        ]
    }

    /// A pair of keys: where the key lies, and where and what is public of it. The key that signs
    /// is not told.
    public static func key(_ key: VerifyingKey, at path: String, publicAt other: String) -> JSON {
        ["path": .string(path), "publicPath": .string(other), "key": .string(key.text)]
    }

    /// A seal: the key that checks it, and the note that can be kept elsewhere.
    public static func seal(_ note: SignedNote, by key: VerifyingKey) -> JSON {
        ["key": .string(key.text), "note": .string(note.description)]
    }
}
