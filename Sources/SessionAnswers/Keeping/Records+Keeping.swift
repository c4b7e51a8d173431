public import SessionStore

/// Whether what the tools write is brought in as it comes, by a service of the system.
public struct KeepingService: Sendable, Hashable {
    /// How the service is.
    public enum State: String, Sendable, CaseIterable {
        /// It is there and runs.
        case running
        /// It is there, and does not run.
        case stopped
        /// It starts a command that is not there.
        case broken
        /// There is none.
        case missing
    }

    /// How it is now.
    public var state: State
    /// The file that tells the system of it.
    public var file: String
    /// What it runs; empty where there is none.
    public var command: [String]
    /// What is to be done by whoever wants it to run; nil: nothing.
    public var advice: String?

    /// - Parameters:
    ///   - file: what tells the system of it.
    ///   - command: what it runs.
    ///   - advice: what is to be done.
    public init(state: State, file: String, command: [String], advice: String? = nil) {
        (self.state, self.file, self.command, self.advice) = (state, file, command, advice)
    }
}

/// What came of bringing in all that the tools have.
public struct KeepingOutcome: Sendable, Hashable {
    /// Sessions that were made.
    public var new = 0
    /// Sessions that were gone on with.
    public var continued = 0
    /// Sessions that had all already.
    public var unchanged = 0
    /// Transcripts that could not be brought in.
    public var failed = 0

    /// Nothing was brought in yet.
    public init() {}
}

extension Records {
    /// What is kept, by tool and together, what was brought in now, and the service.
    ///
    /// - Parameters:
    ///   - path: the folder that all are below.
    ///   - outcome: nil where nothing was to be brought in.
    public static func kept(
        _ kept: KeptSessions, in path: String, _ outcome: KeepingOutcome?,
        _ service: KeepingService
    ) -> JSON {
        .object([
            ("path", .string(path)), ("tools", .array(kept.tools.map(tally))),
            ("all", tally(kept.all)), ("unreadable", .number(kept.unreadable.count)),
            ("new", outcome.map { .number($0.new) }),
            ("continued", outcome.map { .number($0.continued) }),
            ("unchanged", outcome.map { .number($0.unchanged) }),
            ("failed", outcome.map { .number($0.failed) }),
            ("service", keepingService(service)),
        ])
    }

    /// A service, as it is now.
    public static func keepingService(_ service: KeepingService) -> JSON {
        .object([
            ("state", .string(service.state.rawValue)), ("file", .string(service.file)),
            ("command", .array(service.command.map { .string($0) })),
            ("advice", service.advice.map { .string($0) }),
        ])
    }

    private static func tally(_ tally: KeptSessions.Tally) -> JSON {
        .object([
            ("format", tally.format.map { .string($0) }), ("title", .string(tally.title)),
            ("sessions", .number(tally.sessions)), ("prompts", .number(tally.prompts)),
            ("size", .number(tally.bytes)),
            ("from", tally.span.map { .string($0.lowerBound.description) }),
            ("to", tally.span.map { .string($0.upperBound.description) }),
        ])
    }
}
