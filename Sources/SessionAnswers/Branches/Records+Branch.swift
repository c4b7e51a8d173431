public import SessionStore

extension Records {
    /// A branch: `name`, `head`, where it was forked, the head's `digest`, and whether it is
    /// `archived`.
    public static func branch(_ branch: Branch) -> JSON {
        .object([
            ("name", .string(branch.name.rawValue)), ("head", .number(branch.head)),
            ("fork", branch.fork.map { point($0) }),
            ("digest", .string(branch.digest.description)), ("archived", .bool(branch.isArchived)),
        ])
    }

    /// A tag, and where it stands.
    public static func tag(_ name: BranchName, at point: Point) -> JSON {
        [
            "name": .string(name.rawValue), "branch": .string(point.branch.rawValue),
            "revision": .number(point.revision),
        ]
    }

    /// What came over from another copy, under `brought`: the branch here and there, how much of
    /// the line was `shared`, how many `events` came and how many were `erased`; under `others` the
    /// same of the branches that had been merged into it.
    public static func brought(_ brought: BringReport) -> JSON { ["brought": fields(of: brought)] }

    private static func fields(of brought: BringReport) -> JSON {
        .object([
            ("branch", .string(brought.branch.rawValue)),
            ("theirs", .string(brought.theirs.rawValue)),
            ("shared", .number(brought.shared)), ("head", .number(brought.head)),
            ("events", .number(brought.events)), ("new", .bool(brought.isNew)),
            ("erased", brought.erased > 0 ? .number(brought.erased) : nil),
            (
                "others",
                brought.others.isEmpty ? nil : .array(brought.others.map { fields(of: $0) })
            ),
        ])
    }
}
