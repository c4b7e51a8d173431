internal import GRDB

extension LogFile {
    /// Compresses every payload as small as possible and writes the database anew with pages of the
    /// smallest size, where nobody else has it open; with those it has otherwise.
    ///
    /// The work is done in many short transactions, after each of which the file is whole, so that
    /// others wait for none of it for long.
    ///
    /// - Throws: `busy` where somebody else writes meanwhile. What was done stays done, and nothing
    ///   else is different.
    package func compact(
        progress: @Sendable (_ done: Int, _ total: Int) -> Void
    ) async throws {
        try checkWritable()
        let plan = try await write { try CompactionPlan($0.reader) }
        let total = plan.sizes.reduce(0, +)
        var (next, done, rewrites) = (0, 0, plan.rewrites)
        while next < plan.units.count {
            let (from, known) = (next, rewrites)
            var bytes = 0
            while next < plan.units.count, bytes < Self.chunk {
                bytes += plan.sizes[next]
                next += 1
            }
            let range = from..<next
            rewrites = try await write { try $0.compact(range, of: plan, rewrites: known) }
            done += bytes
            progress(done, total)
        }
        try await shrink()
    }

    /// Bytes of payload that are compressed in one transaction.
    private static let chunk = 4 << 20

    /// The page size of the smallest files.
    private static let pageSize: Int64 = 512

    private func shrink() async throws {
        guard path != nil else { return }
        readers.rest()
        try await queue.exclusively { database, _ in
            guard try database.pragma("page_size") > Self.pageSize,
                try database.leaveLog()
            else { return }
            try SQLStatement(database, "PRAGMA page_size = \(Self.pageSize)").run()
        }
        do {
            try await scrub()
        } catch {
            try? queue.enableWAL()
            throw error
        }
        try queue.enableWAL()
    }
}

extension LogWriter {
    /// - Returns: how often rows were rewritten now.
    fileprivate func compact(
        _ range: Range<Int>, of plan: CompactionPlan, rewrites: Int64
    ) throws -> Int64 {
        guard try reader.lastPosition() == plan.lastPosition, try reader.rewrites() == rewrites
        else {
            throw LogError(.busy, "somebody else writes to the file while it is compacted")
        }
        for unit in plan.units[range] { try recompress(unit) }
        try markRewritten()
        forgetAll()
        return try reader.rewrites()
    }
}

extension Database {
    /// Goes back from the write-ahead log to a rollback journal, in which pages may get another
    /// size; says no where another connection has the file open.
    func leaveLog() throws -> Bool {
        try SQLStatement(self, "PRAGMA busy_timeout = 0").run()
        defer {
            try? SQLStatement(self, "PRAGMA busy_timeout = \(Int(Connection.patience * 1000))")
                .run()
        }
        return (try? pragmaText("journal_mode = DELETE")) == "delete"
    }
}
