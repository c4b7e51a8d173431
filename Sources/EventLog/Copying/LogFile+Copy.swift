internal import Platform
package import SessionTerms

extension LogFile {
    /// Writes a consistent copy into a new file.
    package func copy(to path: String) async throws {
        try checkOpen()
        let draft = try Draft(of: path)
        defer { draft.remove() }
        try await fill(draft, keepingEpoch: false)
        try draft.publish()
    }

    /// Writes all of this file into a draft, as it is in one moment.
    ///
    /// - Parameter keepingEpoch: whether the copy stays one that this file is compared with. One
    ///   that goes its own way begins an epoch: what is known of this file says nothing of it.
    func fill(_ draft: Draft, keepingEpoch: Bool) async throws {
        // A connection of its own: writes go on meanwhile, and one that only reads may not even
        // write elsewhere.
        let source = try ownConnection() ?? writer
        defer { if source !== writer { try? source.close() } }
        try await source.onQueue { try $0.vacuum(into: draft.path) }
        let copy = try Connection(path: draft.path)
        try copy.inQueue { rows in
            if !keepingEpoch {
                try rows.write {
                    try LogWriter(
                        reader: copy.reader(rows), state: WriteState(), effort: .fast,
                        salt: queue.options.salt
                    ).beginEpoch()
                }
            }
            _ = try rows.enableLog()
        }
        try copy.close()
        // SQLite does not wait for the disk where it writes a database anew.
        try logErrors { try FileSystem.synchronize(file: draft.path) }
    }

    /// Writes the beginning of this log into a new file: its events up to a position, as they are,
    /// with an epoch of its own.
    ///
    /// - Parameter completing: makes what is a projection of them; in the same transaction.
    package func copy(
        to path: String, through last: Position, options: Options,
        completing: @escaping @Sendable (LogReader, LogWriter) throws -> Void
    ) async throws {
        guard let source = try ownConnection() else {
            throw LogError(.ioFailed, "a session in memory cannot be read beside another one")
        }
        defer { try? source.close() }
        try await source.read { reader in
            var options = options
            options.pageSize = try reader.rows.pageSize()
            try LogFile.create(at: path, options: options) { writer in
                try writer.carryBeginning(of: reader, through: last)
                try completing(reader, writer)
            }
        }
    }
}
