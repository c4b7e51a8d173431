public import SessionStore

/// What the conflicts of a merge were about, by the revisions that its answers name.
public typealias AnsweredNames = [Revision: String]

extension Session {
    /// Looks up what a merge's answers were about. They name it by revision, so that it can be
    /// erased: where it was, there is no name.
    ///
    /// - Parameter event: any; only a merge has answers.
    /// - Cost: one lookup an answer.
    public func answeredNames(in event: Event) async throws -> AnsweredNames {
        guard let merged = event.isErased ? nil : event.view(as: BranchMerged.self),
            let branch = event.branch
        else { return [:] }
        var names: AnsweredNames = [:]
        for case let revision? in merged.answers.map(\.revision) where revision > 0 {
            let known = try? await self.event(at: .revision(revision, on: branch))
            guard let known, !known.isErased, known.kind.role == .sets else { continue }
            names[revision] = MergeName(known.kind, known.subject).text
        }
        return names
    }
}
