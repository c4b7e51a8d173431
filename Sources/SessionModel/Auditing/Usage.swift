/// What models and tools were used for, by day.
public struct Usage: Sendable, Hashable {
    /// By day, then by model; requests whose model is not told come first.
    public internal(set) var requests: [Requests] = []
    /// By day, then by tool.
    public internal(set) var calls: [Calls] = []
    /// Answers and calls that were erased: they are in no other number.
    public internal(set) var erased = 0

    public init() {}

    /// What was asked of one model on one day.
    public struct Requests: Sendable, Hashable {
        /// Such as `2026-11-20`.
        public let day: String
        /// nil: nothing tells it.
        public let model: String?
        /// Requests that were answered, each once, however many events its answer came in.
        public internal(set) var answered = 0
        /// Requests that got an error for an answer.
        public internal(set) var failed = 0
        /// As the model's provider counts them.
        public internal(set) var tokens = TokenUsage()
    }

    /// How often one tool was called on one day.
    public struct Calls: Sendable, Hashable {
        /// `2026-03-14`, in the zone that was asked for.
        public let day: String
        /// Its name as recorded.
        public let tool: String
        /// Calls on that day, each once, whatever branches show it.
        public internal(set) var count = 0
    }

    /// All days and models together.
    public var tokens: TokenUsage { requests.reduce(TokenUsage()) { $0 + $1.tokens } }
}
