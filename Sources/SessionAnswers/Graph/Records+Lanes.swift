public import SessionStore

extension Records {
    /// What a graph of branches is drawn from: `lanes`, a branch each in the order of
    /// ``Session/branches()``, where they were merged, and the tags.
    ///
    /// - Cost: the control line, and the merges, which are found by their kind.
    public static func lanes(of session: Session) async throws -> JSON {
        var merges: [JSON] = []
        for try await event in session.audit(.kind(EventKind.branchMerged.rawValue)) {
            guard !event.isErased, let branch = event.branch,
                let merged = event.view(as: BranchMerged.self)
            else { continue }
            merges.append(
                .object([
                    ("branch", .string(branch.rawValue)), ("revision", .number(event.revision)),
                    ("from", .string(merged.branch.rawValue)),
                    ("at", merged.revision.map { .number($0) }),
                ]))
        }
        return [
            "lanes": .array(
                try await session.branches().map { branch in
                    self.branch(branch).joined(
                        behind: [("subagent", .bool(branch.name.isOfSubagent))])
                }),
            "merges": .array(merges),
            "tags": .array(try await session.tags().map { tag($0.name, at: $0.point) }),
        ]
    }
}
