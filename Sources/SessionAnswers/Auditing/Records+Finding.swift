public import SessionStore

extension Records {
    /// What a check has to say about a file, where, and what to do about it.
    ///
    /// - Parameters:
    ///   - path: the session's file; nil: it is not named.
    ///   - word: how whoever asks calls what is to be done.
    public static func finding(
        _ finding: Finding, in path: String? = nil, saying word: (Hint.Step) -> String
    ) -> JSON {
        .object([
            ("path", path.map { .string($0) }), ("kind", .string(finding.kind.rawValue)),
            ("position", finding.position.map { .number($0) }),
            ("moment", finding.moment.map { .string($0) }),
            ("message", .string(finding.message)), ("advice", .string(finding.advice.worded(word))),
        ])
    }

    /// How many seals there are, how many fit, and how far those cover the log.
    ///
    /// - Parameter path: the session's file; nil: it is not named.
    public static func seals(_ check: SealCheck, of path: String? = nil) -> JSON {
        .object([
            ("path", path.map { .string($0) }), ("seals", .number(check.seals.count)),
            ("fitting", .number(check.seals.count { $0.fits })),
            ("covered", .number(check.covered)), ("events", .number(check.events)),
            ("firstNotCovered", check.firstNotCovered.map { .number($0.position) }),
        ])
    }

    /// How much was rebuilt from the events, and how much of it is stored otherwise.
    ///
    /// - Parameter path: the session's file.
    public static func projections(_ check: ProjectionCheck, of path: String) -> JSON {
        let counts = check.counts
        return [
            "path": .string(path), "events": .number(counts.events),
            "branches": .number(counts.branches), "previews": .number(counts.previews),
            "snapshots": .number(counts.snapshots), "differences": .number(check.findings),
        ]
    }
}
