public import SessionIndex
public import SessionStore

extension Records {
    /// A session of a list: its preview and what else a list shows, or under `error` why it cannot
    /// be read.
    ///
    /// - Parameter word: how whoever asks calls what is to be done.
    public static func listed(_ row: IndexedSession, saying word: (Hint.Step) -> String) -> JSON {
        switch row.content {
        case .success(let content):
            .object(
                preview(content.preview, of: row.path).members.map { ($0.key, $0.value) } + [
                    ("session", .string(content.session)),
                    ("branches", .number(content.branches)),
                    ("subagents", .number(content.subagents)),
                    ("pinned", .bool(content.isPinned)), ("held", .bool(content.isHeld)),
                    ("archived", .bool(content.isArchived)),
                    ("source", content.source.map { .string($0) }),
                    ("folder", content.folder.map { .string($0) }),
                    ("repository", content.repository.map { .string($0) }),
                    ("gitBranch", content.gitBranch.map { .string($0) }),
                ])
        case .failure(let error):
            self.error(
                code: error.code.rawValue, message: error.message, hint: error.hint?.worded(word),
                of: row.path)
        }
    }

    /// Whether a session is pinned, and whether that is new.
    public static func pin(_ isPinned: Bool, _ isChanged: Bool, of path: String) -> JSON {
        [
            "path": .string(path), "pinned": .bool(isPinned), "changed": .bool(isChanged),
        ]
    }
}
