public import SessionModel

extension Session {
    /// What a list of sessions shows, at any moment.
    ///
    /// - Cost: at a head the stored row is read; elsewhere at most 320 events are folded behind the
    ///   nearest snapshot.
    public func preview(at moment: Moment) async throws -> Preview {
        try await glance { view in try view.preview(at: view.resolve(moment)) }
    }

    /// The previews of branches at their heads, in the order the branches began.
    ///
    /// - Parameter names: of which branches; a name that no branch has is left out. Nil: all.
    /// - Cost: of each the stored row, and at most 32 events behind it.
    public func previews(of names: Set<BranchName>? = nil) async throws -> [Preview] {
        try await glance { view in
            let control = try view.controlState
            let rows = view.branches.filter {
                names?.contains($0.name) ?? true
            }
            return try rows.map { row in
                let line = try view.line(row.id)
                return try view.preview(
                    of: row, on: line, at: view.head(of: line).revision, control)
            }
        }
    }
}
