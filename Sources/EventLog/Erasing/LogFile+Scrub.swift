internal import Platform

extension LogFile {
    /// Writes the database anew, so that nothing of what was erased, or of what stood where a page
    /// was used before, is left in the file, its write-ahead log, or what a killed process left of
    /// making it. What other connections read
    /// stays what it is; they may read and write before and after.
    ///
    /// The bytes of the files are meant: what the disk keeps of blocks that it gave up is its own
    /// affair.
    ///
    /// - Throws: `busy` where somebody still reads an older state: everything is as it should be
    ///   but for the old bytes, which the next call takes away.
    /// - Cost: the whole file is written twice.
    package func scrub() async throws {
        try checkWritable()
        guard let path else { return }
        Draft.removeAbandoned(beside: path)
        try await queue.exclusively { rows, _ in
            try rows.vacuum()
            try Self.emptyLog(rows, path + "-wal")
            try UnscrubbedRow.delete(rows)
            try Self.emptyLog(rows, path + "-wal")
        }
    }

    /// Writes the write-ahead log back and cuts it off. Its end is not what SQLite waits for: after
    /// a power cut the old bytes could be there again.
    private static func emptyLog(_ rows: LogRows, _ log: String) throws {
        guard try rows.emptyLog() else {
            throw LogError(
                .busy,
                "another process reads an older state of the file, so the old bytes are still there"
            )
        }
        try logErrors { try FileSystem.synchronize(file: log) }
    }
}
