public import SessionStore
internal import Texts

/// Which sessions of a folder are asked for. What is not set fits all; several values for one thing
/// are alternatives, different things must all fit. In patterns `*` stands for any text.
public struct SessionFilter: Sendable, Hashable {
    /// Each occurs in the title, in the last message, in the file's name or in the folder; case
    /// does not count.
    public var words: [String] = []
    /// Patterns of tools that were called.
    public var tools: [String] = []
    /// Patterns of models that answered.
    public var models: [String] = []
    /// Patterns of the tool whose transcript the session was made of.
    public var sources: [String] = []
    /// The folders that the session began in, or one above, or the repository that it is part of.
    public var folders: [String] = []
    /// Names of branches: of the session's, or of the repository's that it worked on.
    public var branches: [String] = []
    /// Only sessions in which something happened then or later.
    public var since: Timestamp?
    /// Only sessions that began before.
    public var until: Timestamp?
    /// Whether archived sessions are asked for; nil: as any.
    public var isArchived: Bool? = false
    /// Only those that are held, or are not.
    public var isHeld: Bool?
    /// Only those that are pinned, or are not.
    public var isPinned: Bool?

    public init() {}

    /// Whether all sessions fit that are not archived, and what cannot be read is worth telling.
    var asksForAll: Bool {
        var plain = self
        plain.isArchived = false
        return plain == SessionFilter()
    }
}

/// A filter made ready to be asked of many sessions.
struct SessionTest {
    private let filter: SessionFilter
    private let words: [String]
    private let tools: [Glob]
    private let models: [Glob]
    private let sources: [Glob]
    /// The files that have one of the branches.
    private let onBranch: Set<Int>

    init(_ filter: SessionFilter, onBranch: Set<Int>) {
        self.filter = filter
        words = filter.words.map { $0.lowercased() }
        tools = filter.tools.map { Glob($0) }
        models = filter.models.map { Glob($0) }
        sources = filter.sources.map { Glob($0) }
        self.onBranch = onBranch
    }

    func fits(_ row: FileRow) -> Bool {
        guard case .success(let content) = row.content else { return filter.asksForAll }
        return fitsState(content) && fitsTime(content.preview) && fitsNames(content)
            && fitsFolder(content) && fitsWords(row.name, content)
            && (filter.branches.isEmpty || onBranch.contains(row.id)
                || content.gitBranch.map { filter.branches.contains($0) } ?? false)
    }

    private func fitsState(_ content: IndexedSession.Content) -> Bool {
        (filter.isArchived ?? content.isArchived) == content.isArchived
            && (filter.isHeld ?? content.isHeld) == content.isHeld
            && (filter.isPinned ?? content.isPinned) == content.isPinned
    }

    private func fitsTime(_ preview: Preview) -> Bool {
        if let since = filter.since, preview.endedAt.map({ $0 < since }) ?? true { return false }
        if let until = filter.until, preview.startedAt.map({ $0 >= until }) ?? true { return false }
        return true
    }

    private func fitsNames(_ content: IndexedSession.Content) -> Bool {
        (tools.isEmpty
            || content.preview.tools.contains { tool in tools.contains { $0.matches(tool.name) } })
            && (models.isEmpty
                || content.preview.models.contains { model in
                    models.contains { $0.matches(model) }
                })
            && (sources.isEmpty
                || content.source.map { source in sources.contains { $0.matches(source) } }
                    ?? false)
    }

    private func fitsFolder(_ content: IndexedSession.Content) -> Bool {
        guard !filter.folders.isEmpty else { return true }
        return filter.folders.contains { folder in
            [content.folder, content.repository].contains { place in
                place.map { $0 == folder || $0.hasPrefix(folder + "/") } ?? false
            }
        }
    }

    private func fitsWords(_ name: String, _ content: IndexedSession.Content) -> Bool {
        guard !words.isEmpty else { return true }
        let preview = content.preview
        let texts = [preview.title, preview.lastMessage, name, content.folder ?? ""]
            .map { $0.lowercased() }
        return words.allSatisfy { word in texts.contains { $0.contains(word) } }
    }
}
