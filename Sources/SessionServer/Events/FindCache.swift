internal import SessionAnswers
internal import SessionStore

/// Where words are said on lines that somebody looks into, so that a step to the next match reads
/// nothing anew, and one behind whatever came since reads that alone.
///
/// Of a branch it remembers what is behind its fork: what is before it is its parent's.
actor FindCache {
    private struct Search: Hashable {
        let path: String
        let branch: BranchName
        let text: String
    }

    private struct Found: Sendable {
        /// In ascending order; 4 bytes each, for there may be a million.
        var revisions: [UInt32] = []
        var mark: LineMark?
    }

    private struct Entry {
        let found: Task<Found, any Error>
        let use: Int
        var count = 0
    }

    private var entries: [Search: Entry] = [:]
    private var uses = 0

    /// Searches that are remembered, and revisions in all of them: 8 MB.
    private static let limit = (searches: 256, revisions: 2_000_000)

    /// The revisions of a branch's line in which words are said, in ascending order.
    ///
    /// - Cost: the first time a pass over the line with its bodies.
    func revisions(
        saying text: String, in session: Session, at path: String, on branch: BranchName
    ) async throws -> [Int] {
        let fork = try await session.branches().first { $0.name == branch }?.fork
        var found: [Int] = []
        if let fork {
            found = try await revisions(saying: text, in: session, at: path, on: fork.branch)
                .filter { $0 <= fork.revision.number }
        }
        let search = Search(path: path, branch: branch, text: text)
        let own = try await own(search, in: session, behind: fork?.revision.number ?? 0)
        return found + own.map { Int($0) }
    }

    /// Those of a branch's own.
    private func own(
        _ search: Search, in session: Session, behind fork: Int
    ) async throws -> [UInt32] {
        let epoch = try await session.extent().epoch
        // One after another: whoever comes second finds what the first one read.
        let before = entries[search]?.found
        let found = Task {
            var found = Found()
            if let had = try? await before?.value,
                try await had.mark?.isBeginning(of: search.branch, in: session, epoch: epoch)
                    == true
            {
                found = had
            }
            try await Self.extend(&found, search, in: session, behind: fork, epoch: epoch)
            return found
        }
        uses += 1
        entries[search] = Entry(found: found, use: uses)
        let revisions = try await found.value.revisions
        entries[search]?.count = revisions.count
        forget()
        return revisions
    }

    /// Reads what came to the line since.
    private static func extend(
        _ found: inout Found, _ search: Search, in session: Session, behind fork: Int,
        epoch: UInt64?
    ) async throws {
        let head = try await session.resolve(.head(of: search.branch)).revision.number
        let read = max(found.mark?.revision ?? 0, fork)
        guard head > read else { return }
        let needle = Needle(search.text)
        let events = session.events(
            on: search.branch, from: Revision(read + 1), through: Revision(head))
        for try await event in events where needle.isSaid(in: event) {
            found.revisions.append(UInt32(clamping: event.revision.number))
        }
        found.mark = try await LineMark(head, on: search.branch, of: session, epoch: epoch)
    }

    /// Forgets what was not asked for longest.
    private func forget() {
        var count = entries.values.reduce(0) { $0 + $1.count }
        while entries.count > Self.limit.searches || count > Self.limit.revisions,
            let oldest = entries.min(by: { $0.value.use < $1.value.use })
        {
            count -= oldest.value.count
            entries[oldest.key] = nil
        }
    }
}
