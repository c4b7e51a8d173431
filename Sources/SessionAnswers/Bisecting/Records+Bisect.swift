public import SessionStore

extension Records {
    /// A step of a search: where, the verdict, and the command's status where it has one.
    public static func step(_ step: BisectSearch.Step) -> JSON {
        let status: JSON? =
            if case .status(let number) = step.end { .number(Int(number)) } else { nil }
        return .object([
            ("at", point(step.point)), ("verdict", .string(step.verdict.rawValue)),
            ("status", status),
        ])
    }

    /// What a search found: under `firstBad`, or `suspect` where there are several, the change, and
    /// under `prompt` what was asked before.
    ///
    /// - Parameter suspects: each change with what led to it.
    public static func found(_ suspects: [[CauseStep]], in session: Session) -> [JSON] {
        suspects.compactMap { chain in
            guard let change = chain.first?.event else { return nil }
            let prompt = chain.last { $0.event.kind.isAsking }?.event
            return .object([
                (suspects.count == 1 ? "firstBad" : "suspect", event(change, of: session)),
                ("prompt", prompt.map { event($0, of: session) }),
            ])
        }
    }
}
