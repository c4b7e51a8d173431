public import SessionStore

extension FolderIndex {
    /// The sessions of the folder, pinned ones first.
    ///
    /// - Parameters:
    ///   - filter: which of them; archived ones only where it asks for them.
    ///   - limit: at most this many; nil: all.
    ///   - progress: called while files that changed are opened.
    /// - Throws: what ``open(_:options:)`` does. A session that cannot be read is a row all the
    ///   same, the last ones, unless the filter asks for some alone.
    /// - Cost: about 3 µs a session, and 1 ms for each that changed since it was looked at.
    public func sessions(
        _ filter: SessionFilter = SessionFilter(), order: SessionOrder = .newest,
        limit: Int? = nil, progress: ProgressReport? = nil
    ) async throws -> [IndexedSession] {
        try await onTables { tables in
            let files = try await refresh(tables, progress)
            let onBranch =
                filter.branches.isEmpty
                ? [] : try await tables.read { try $0.files(withBranches: filter.branches) }
            let test = SessionTest(filter, onBranch: onBranch)
            let fitting = files.values.filter { test.fits($0) }.map(\.known)
            return order.first(max(limit ?? .max, 0), of: fitting).map {
                IndexedSession($0, in: folder)
            }
        }
    }

    /// The previews of all branches of a session, in the order they began.
    ///
    /// - Parameter name: the name of its file in the folder.
    /// - Returns: none for a file that is not there or cannot be read.
    public func previews(of name: String) async throws -> [Preview] {
        try await onTables { tables in
            let files = try await refresh(tables, names: [name], nil)
            guard let file = files[name] else { return [] }
            return try await tables.read { try $0.previews(ofFile: file.id) }
        }
    }
}
