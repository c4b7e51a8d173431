/// What a list of sessions shows of one branch at one moment.
public struct Preview: Sendable, Hashable {
    /// The branch that it is of, under its name of now.
    public var branch: BranchName
    /// The last one that counts here; 0: none does.
    public var revision: Revision
    /// The title last set; otherwise the beginning of the first prompt; otherwise empty.
    public var title: String
    /// The beginning of the last thing that a person or a model said.
    public var lastMessage: String
    /// Prompts on the line, erased ones included.
    public var prompts: Int
    /// Answers of models; several records of one answer count once.
    public var responses: Int
    /// Calls on the line, whether or not a result came.
    public var toolCalls: Int
    /// Names of tools with how often each was called, most used first, then by name.
    public var tools: [ToolCount]
    /// Models in the order of their first answer.
    public var models: [String]
    /// Of all answers together, each counted once.
    public var tokens: TokenUsage
    /// Changes of files.
    public var fileChanges: Int
    /// How far the line has come.
    public var phase: Phase
    /// When the first and the last event of the line happened.
    public var startedAt: Timestamp?
    /// The latest time of any event so far; it never goes back.
    public var endedAt: Timestamp?

    public init(branch: BranchName) {
        self.branch = branch
        revision = 0
        title = ""
        lastMessage = ""
        prompts = 0
        responses = 0
        toolCalls = 0
        tools = []
        models = []
        tokens = TokenUsage()
        fileChanges = 0
        phase = .created
    }
}

/// How often a tool was called.
public struct ToolCount: Sendable, Hashable {
    /// As the model calls it.
    public let name: String
    /// One at least.
    public let calls: Int

    public init(name: String, calls: Int) {
        self.name = name
        self.calls = calls
    }
}

/// Tokens as the models' providers counted them.
public struct TokenUsage: Sendable, Hashable {
    /// What the model read, as its provider counts it.
    public var input = 0
    /// What the model wrote, thinking included.
    public var output = 0
    /// Read from the provider's cache.
    public var cacheRead = 0
    /// Written to the provider's cache.
    public var cacheCreation = 0

    public init(input: Int = 0, output: Int = 0, cacheRead: Int = 0, cacheCreation: Int = 0) {
        self.input = input
        self.output = output
        self.cacheRead = cacheRead
        self.cacheCreation = cacheCreation
    }

    /// All four together; at most what an `Int` holds.
    public var total: Int {
        input.bounded(plus: output).bounded(plus: cacheRead).bounded(plus: cacheCreation)
    }

    /// Sums beyond what an `Int` holds stay at its end: transcripts may claim anything.
    public static func + (left: TokenUsage, right: TokenUsage) -> TokenUsage {
        left.joined(right) { $0.bounded(plus: $1) }
    }

    /// Differences beyond what an `Int` holds stay at its end.
    public static func - (left: TokenUsage, right: TokenUsage) -> TokenUsage {
        left.joined(right) { $0.bounded(minus: $1) }
    }

    private func joined(_ other: TokenUsage, _ join: (Int, Int) -> Int) -> TokenUsage {
        TokenUsage(
            input: join(input, other.input), output: join(output, other.output),
            cacheRead: join(cacheRead, other.cacheRead),
            cacheCreation: join(cacheCreation, other.cacheCreation))
    }
}

extension Int {
    fileprivate func bounded(plus other: Int) -> Int {
        let (sum, isOver) = addingReportingOverflow(other)
        return isOver ? (other < 0 ? .min : .max) : sum
    }

    fileprivate func bounded(minus other: Int) -> Int {
        let (rest, isOver) = subtractingReportingOverflow(other)
        return isOver ? (other < 0 ? .max : .min) : rest
    }
}

/// How far a session has come, derived from its events.
public enum Phase: String, Sendable, Hashable, CaseIterable {
    /// Nothing was said yet.
    case created
    /// The first prompt is there, nothing followed it.
    case firstPrompt
    /// A context was built or a request sent, no answer yet.
    case analyzing
    /// A model has answered.
    case active
    /// A second prompt was given after an answer.
    case interaction
    /// The branch was forked from another, or one was forked from it.
    case branching
    /// It was written out, and the export recorded.
    case exported
    /// The session takes no more events.
    case archived
}
