extension LogFile {
    /// Compresses every payload as small as possible and writes the database anew with pages of the
    /// smallest size, where nobody else has it open; with those it has otherwise.
    ///
    /// The work is done in many short transactions, after each of which the file is whole, so that
    /// others wait for none of it for long.
    ///
    /// - Throws: `busy` where somebody else writes meanwhile. What was done stays done, and nothing
    ///   else is different.
    ///
    /// - Parameter chunk: about how many bytes of payload are compressed in one transaction.
    /// - Returns: how many payloads are damaged; they are left as they are.
    package func compact(
        chunk: Int, progress: @Sendable (_ done: Int, _ total: Int) -> Void
    ) async throws -> Int {
        try checkWritable()
        let plan = try await write { try CompactionPlan($0.reader) }
        let total = plan.sizes.reduce(0, +)
        var (next, done, epoch, unreadable) = (0, 0, plan.epoch, 0)
        while next < plan.units.count {
            let (from, known) = (next, epoch)
            var bytes = 0
            while next < plan.units.count, bytes < chunk {
                bytes += plan.sizes[next]
                next += 1
            }
            let range = from..<next
            let step = try await write { try $0.compact(range, of: plan, epoch: known) }
            (epoch, unreadable) = (step.epoch, unreadable + step.unreadable)
            done += bytes
            progress(done, total)
        }
        try await shrink()
        return unreadable
    }

    /// The page size of the smallest files.
    private static let pageSize = 512

    private func shrink() async throws {
        guard path != nil else { return }
        readers.rest()
        try await queue.exclusively { rows, _ in
            guard try rows.pageSize() > Self.pageSize, rows.leaveLog() else { return }
            try rows.setPageSize(Self.pageSize)
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
    /// - Returns: the epoch that begins with it, and how many payloads could not be read.
    fileprivate func compact(
        _ range: Range<Int>, of plan: CompactionPlan, epoch: UInt64?
    ) throws -> (epoch: UInt64?, unreadable: Int) {
        guard try reader.lastPosition() == plan.lastPosition, try reader.epoch() == epoch else {
            throw LogError(.busy, "somebody else writes to the file while it is compacted")
        }
        let unreadable = try plan.units[range].reduce(0) { try $0 + recompress($1) }
        try beginEpoch()
        forgetAll()
        return (try reader.epoch(), unreadable)
    }
}
