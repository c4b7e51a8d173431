public import SessionIndex
public import SessionStore

extension Records {
    /// A hit of a search: where it is, what it is, and under `excerpt` its piece of text, as parts
    /// that are a `match` or not.
    public static func hit(_ hit: TextHit) -> JSON {
        let parts = hit.excerpt.parts.map {
            JSON.object([("text", .string($0.text)), ("match", $0.isMatch ? true : nil)])
        }
        return .object([
            ("path", .string(hit.path)), ("title", .string(hit.title)),
            ("moment", .string(hit.moment.description)),
            ("branch", .string(hit.point.branch.rawValue)),
            ("revision", .number(hit.point.revision)), ("position", .number(hit.position)),
            ("sort", .string(hit.sort.name)), ("actor", .string(hit.actor.rawValue)),
            ("occurredAt", time(hit.occurredAt)), ("detail", hit.detail.map { .string($0) }),
            ("excerpt", .array(parts)), ("score", rounded(hit.score)),
            ("copies", hit.copies.isEmpty ? nil : .array(hit.copies.map { .string($0) })),
        ])
    }

    /// What a search says beside its hits: how many pieces of each sort fit, in how many sessions,
    /// and where it was cut.
    public static func searched(_ answer: SearchAnswer) -> JSON {
        let counts = TextSort.allCases.compactMap { sort in
            answer.counts[sort].map { (sort.name, JSON.number($0) as JSON?) }
        }
        let cuts = answer.cuts.map {
            JSON.object([
                ("of", .string($0.isOfPrompts ? "prompts" : "output")),
                ("ranked", .number($0.ranked)),
            ])
        }
        return .object([
            ("found", .object(counts)), ("sessions", .number(answer.sessions)),
            ("cuts", cuts.isEmpty ? nil : .array(cuts)),
        ])
    }

    /// A score with three decimals: more say nothing.
    private static func rounded(_ score: Double) -> JSON? {
        try? .number((score * 1000).rounded() / 1000)
    }
}
