internal import Platform
public import SessionStore

extension SessionOptions {
    /// Takes what is erased, and what is pruned, out of the index of its folder as well, before the
    /// call that does it returns.
    ///
    /// ```swift
    /// let session = try await Session.open("app.session", options: .updatingIndexes)
    /// ```
    public static var updatingIndexes: SessionOptions {
        var options = SessionOptions()
        options.afterErasing = { try await FolderIndex.takeErasure(of: $0) }
        return options
    }
}

extension FolderIndex {
    /// Takes out of a folder's index what a session of it has no longer. Where there is no index,
    /// none is made.
    ///
    /// - Parameter path: the session's file, which may be gone.
    /// - Throws: what opening the index does; the index may still hold what was erased then.
    /// - Cost: the texts of the months that it was in are read again.
    public static func takeErasure(of path: String) async throws {
        let folder = SessionFolder(FileSystem.folder(of: path))
        guard FileSystem.facts(of: folder.path(of: fileName)) != nil else { return }
        do {
            let index = try IndexTables(path: folder.path(of: fileName))
            defer { try? index.close() }
            try await FolderIndex(folder, index).take(erasureOf: FileSystem.name(of: path), index)
        } catch is IndexFault {
            // It cannot be read, or not be written: what it holds must not stay.
            IndexTables.remove(folder.path(of: fileName))
        }
    }

    private func take(erasureOf name: String, _ tables: IndexTables) async throws {
        _ = try await refresh(tables, names: [name], nil)
        try await rewriteMonths(tables, from: .gone)
    }
}
