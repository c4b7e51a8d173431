internal import SessionStore

/// What was read of lines, so that another look reads what came since and no more.
///
/// Of what is remembered nothing is used once the line begins otherwise: see ``LineMark``.
actor LineMemory<Key: Hashable & Sendable, Value: Sendable> {
    private struct Read: Sendable {
        var value: Value
        /// How far it was read; nil: not at all.
        var mark: LineMark?
    }

    private struct Entry {
        let read: Task<Read, any Error>
        let use: Int
        var weight = 0
    }

    private var entries: [Key: Entry] = [:]
    private var uses = 0
    private let limit: (entries: Int, weight: Int)
    private let weight: @Sendable (Value) -> Int

    /// - Parameters:
    ///   - limit: how many values are remembered, and how much they may weigh together.
    ///   - weight: of a value, in what unit it likes.
    init(
        limit: (entries: Int, weight: Int), weight: @escaping @Sendable (Value) -> Int = { _ in 0 }
    ) {
        (self.limit, self.weight) = (limit, weight)
    }

    /// A value as it is now.
    ///
    /// - Parameters:
    ///   - empty: what it is before anything was read.
    ///   - extend: reads on behind a revision, and says which one it has come to.
    func value(
        of key: Key, on branch: BranchName, of session: Session, from empty: Value,
        extend: @escaping @Sendable (inout Value, _ revision: Int) async throws -> Int
    ) async throws -> Value {
        let epoch = try await session.extent().epoch
        // One look after another: whoever comes second finds what the first one read.
        let before = entries[key]?.read
        let read = Task {
            var read = Read(value: empty)
            if let had = try? await before?.value,
                try await had.mark?.isBeginning(of: branch, in: session, epoch: epoch) == true
            {
                read = had
            }
            let known = read.mark?.revision ?? 0
            let end = try await extend(&read.value, known)
            if end > known {
                read.mark = try await LineMark(end, on: branch, of: session, epoch: epoch)
            }
            return read
        }
        uses += 1
        entries[key] = Entry(read: read, use: uses)
        let value = try await read.value.value
        entries[key]?.weight = weight(value)
        forget()
        return value
    }

    /// Forgets what was not asked for longest.
    private func forget() {
        var weight = entries.values.reduce(0) { $0 + $1.weight }
        while entries.count > limit.entries || weight > limit.weight,
            let oldest = entries.min(by: { $0.value.use < $1.value.use })
        {
            weight -= oldest.value.weight
            entries[oldest.key] = nil
        }
    }
}
