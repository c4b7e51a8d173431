internal import SessionAnswers
internal import SessionStore

/// Where words are said on lines that somebody looks into, so that a step to the next match reads
/// nothing anew.
///
/// Of a branch it remembers what is behind its fork: what is before it is its parent's.
struct FindCache {
    private struct Search: Hashable {
        let path: String
        let branch: BranchName
        let text: String
    }

    /// Revisions in ascending order; 4 bytes each, for there may be a million: 8 MB in all.
    private let searches = LineMemory<Search, [UInt32]>(
        limit: (entries: 256, weight: 2_000_000), weight: \.count)

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
        let begin = fork?.revision.number ?? 0
        let own = try await searches.value(of: search, on: branch, of: session, from: []) {
            try await Self.extend(
                &$0, saying: text, in: session, on: branch, behind: max($1, begin))
        }
        return found + own.map { Int($0) }
    }

    /// Reads what came to the line behind a revision.
    ///
    /// - Returns: the last revision that was looked at.
    private static func extend(
        _ found: inout [UInt32], saying text: String, in session: Session, on branch: BranchName,
        behind revision: Int
    ) async throws -> Int {
        let head = try await session.resolve(.head(of: branch)).revision.number
        guard head > revision else { return revision }
        let needle = Needle(text)
        let events = session.events(
            on: branch, from: Revision(revision + 1), through: Revision(head))
        for try await event in events where needle.isSaid(in: event) {
            found.append(UInt32(clamping: event.revision.number))
        }
        return head
    }
}
