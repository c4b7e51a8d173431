public import SessionStore

extension Records {
    /// What a model saw: where that is known from, the ranges of revisions in it, the bytes, what
    /// could not be found of a logged request, and under `new` what differs from the step before.
    ///
    /// - Parameter news: nil where there is no step before.
    public static func context(_ context: ModelContext, new news: ContextDifference?) -> JSON {
        .object(
            [
                ("source", .string(word(context.source))),
                ("branch", .string(context.point.branch.rawValue)),
                ("revision", context.revision.map { .number($0) }),
                ("origin", context.origin.map { .string("\($0)") }),
                ("ranges", ranges(context.ranges)),
            ] + content(context.bytes) + [
                ("missing", context.missing.isEmpty ? nil : missing(context)),
                ("new", news.map { self.context($0) }),
            ])
    }

    private static func word(_ source: ModelContext.Provenance) -> String {
        switch source {
        case .request: "request"
        case .requestLog: "request-log"
        case .context: "context"
        case .reconstruction: "reconstruction"
        }
    }

    private static func missing(_ context: ModelContext) -> JSON {
        .array(
            context.missing.map { part in
                .object([
                    ("place", .string(part.place)), ("sha256", part.hash.map { .string("\($0)") }),
                ])
            })
    }

    /// What differs between two contexts: messages that entered, left and changed, how many were
    /// kept, and files with their revisions.
    public static func context(_ difference: ContextDifference) -> JSON {
        func message(_ message: ContextDifference.Message) -> JSON {
            ["role": .string(message.role), "beginning": .string(message.beginning)]
        }
        let files = difference.files.map { file in
            JSON.object([
                ("path", .string(file.path)), ("old", file.old.map { .number($0) }),
                ("new", file.new.map { .number($0) }),
            ])
        }
        return .object([
            ("entered", .array(difference.entered.map(message))),
            ("left", .array(difference.left.map(message))),
            (
                "changed",
                .array(difference.changed.map { ["old": message($0.old), "new": message($0.new)] })
            ),
            ("kept", .number(difference.kept)), ("files", .array(files)),
        ])
    }

    /// A context that was built: its files, how each changed since the one that it builds on, and
    /// its text.
    public static func built(_ context: BuiltContext, on branch: BranchName) -> JSON {
        let files = context.files.map { file in
            JSON.object([
                ("path", .string(file.path)), ("revision", .number(file.revision)),
                ("change", file.change.map { .string($0.rawValue) }),
            ])
        }
        return .object([
            ("branch", .string(branch.rawValue)), ("revision", .number(context.revision)),
            ("base", context.base.map { .number($0) }), ("files", .array(files)),
            ("unchanged", .number(context.unchanged)), ("text", .string(context.text)),
        ])
    }

    /// A request that was recorded: what of it is in earlier events, and what is not.
    public static func request(_ recorded: RecordedRequest, on branch: BranchName) -> JSON {
        .object([
            ("branch", .string(branch.rawValue)), ("revision", .number(recorded.revision)),
            ("size", .number(recorded.size)), ("ranges", ranges(recorded.ranges)),
            ("literalBytes", .number(recorded.literalBytes)),
            ("secrets", counts(recorded.secrets)),
        ])
    }

    private static func ranges(_ ranges: [ClosedRange<Revision>]) -> JSON {
        .array(ranges.map { [.number($0.lowerBound), .number($0.upperBound)] })
    }
}
