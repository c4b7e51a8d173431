internal import Platform

extension LogFile {
    /// Deletes the file, and ends all use. Nothing lies beside it by then but the writers' lock: a
    /// session that is made under its name right afterwards keeps what is its own.
    ///
    /// - Parameter check: looks at the log once nobody else can get at it; the file stays where it
    ///   throws.
    /// - Throws: `busy` where another connection has it open.
    package func remove(
        after check: @escaping @Sendable (LogReader) throws -> Void
    ) async throws {
        try checkWritable()
        guard let path else { return }
        readers.rest()
        try await queue.exclusively(telling: false) { rows, reader in
            guard rows.leaveLog() else {
                throw LogError(.busy, "another process has \(path) open")
            }
            try check(reader)
            guard unlink(path) == 0 else { throw LogError.system("\(path) cannot be removed") }
            FileSystem.synchronize(folder: FileSystem.folder(of: path))
        }
        try await close()
    }
}
