/// What an audit asks for: who did what, to what, when, because of what.
///
/// ```swift
/// let query = AuditQuery.kind("file.changed").actor("model:*").since(yesterday)
/// for try await event in session.audit(query) { print(event.subject ?? "", event.actor) }
/// ```
///
/// Several values for one thing are alternatives; values for different things must all fit. A query
/// that asks for nothing fits every event. In patterns `*` stands for any text.
public struct AuditQuery: Sendable, Hashable {
    /// Patterns: `file.changed`, `tool.*`, or the beginning up to a dot, such as `tool`.
    public var kinds: [String] = []
    /// Patterns: `user:ana`, `model:*`; a role (`tool`) or a name (`ana`) alone.
    public var actors: [String] = []
    /// Paths and other subjects: the whole one, its end, a folder above it, or a pattern.
    public var subjects: [String] = []
    /// Patterns of the branch that the event was written on, under its name of now. An event that
    /// a branch shares with the one it was forked from belongs to the latter alone.
    public var branches: [String] = []
    /// The events that led to what is asked for, in one step.
    public var causes: [Point] = []
    /// Patterns of the tool that was called, or that returned.
    public var tools: [String] = []
    /// Patterns of the model that acted, answered or was asked.
    public var models: [String] = []
    /// Texts in any string of the body, or in the content; `A` to `Z` count as `a` to `z`. What a
    /// tool wrote stands in the tool's own event where the change of the file points there.
    public var texts: [String] = []
    /// Only what happened then or later.
    public var since: Timestamp?
    /// Only what happened before.
    public var until: Timestamp?
    /// Whether the events that stand for others, which a merge took over, count too.
    public var includesCopies = false
    /// Whether pieces of streamed answers count too that are finished by now.
    public var includesPieces = false

    public init() {}

    /// Whether an event, given whole, is asked for.
    ///
    /// - Parameter branches: those of its session; they tell which branches have a cause on their
    ///   line. Without them a cause fits on its own branch alone.
    ///
    /// Whether a piece of an answer is finished cannot be told by the piece: here each one fits.
    public func matches(_ event: Event, among branches: [Branch] = []) -> Bool {
        AuditTest(self, among: branches).fits(event)
    }
}

/// Queries as one reads them, condition by condition; each says what the property of its name says.
extension AuditQuery {
    /// Events of a kind that fits one of the patterns, such as `file.*`.
    public static func kind(_ patterns: String...) -> AuditQuery { AuditQuery().kinds(patterns) }
    /// Events by an actor that fits one, such as `model:*`.
    public static func actor(_ patterns: String...) -> AuditQuery { AuditQuery().actors(patterns) }
    /// Events of a subject that fits one: a path, a setting's name.
    public static func subject(_ patterns: String...) -> AuditQuery {
        AuditQuery().subjects(patterns)
    }
    /// Events that were appended to a branch whose name fits one.
    public static func branch(_ patterns: String...) -> AuditQuery {
        AuditQuery().branches(patterns)
    }
    /// Events that one of these points led to, in one step.
    public static func cause(_ points: Point...) -> AuditQuery { AuditQuery().causes(points) }
    /// Calls and results of a tool whose name fits one.
    public static func tool(_ patterns: String...) -> AuditQuery { AuditQuery().tools(patterns) }
    /// Answers and calls of a model whose name fits one.
    public static func model(_ patterns: String...) -> AuditQuery { AuditQuery().models(patterns) }
    /// Events that say one of these texts; case does not count.
    public static func text(_ texts: String...) -> AuditQuery { AuditQuery().texts(texts) }
    /// Events that happened then or later.
    public static func since(_ time: Timestamp) -> AuditQuery { AuditQuery().since(time) }
    /// Events that happened before.
    public static func until(_ time: Timestamp) -> AuditQuery { AuditQuery().until(time) }

    /// And of one of these kinds.
    public func kind(_ patterns: String...) -> AuditQuery { kinds(patterns) }
    /// And by one of these actors.
    public func actor(_ patterns: String...) -> AuditQuery { actors(patterns) }
    /// And of one of these subjects.
    public func subject(_ patterns: String...) -> AuditQuery { subjects(patterns) }
    /// And on one of these branches.
    public func branch(_ patterns: String...) -> AuditQuery { branches(patterns) }
    /// And led to by one of these.
    public func cause(_ points: Point...) -> AuditQuery { causes(points) }
    /// And of one of these tools.
    public func tool(_ patterns: String...) -> AuditQuery { tools(patterns) }
    /// And of one of these models.
    public func model(_ patterns: String...) -> AuditQuery { models(patterns) }
    /// And saying one of these.
    public func text(_ texts: String...) -> AuditQuery { self.texts(texts) }
    /// And then or later; the last time that is given counts.
    public func since(_ time: Timestamp) -> AuditQuery { with { $0.since = time } }
    /// And before; the last time that is given counts.
    public func until(_ time: Timestamp) -> AuditQuery { with { $0.until = time } }
    /// The same query, for merged copies too.
    public var withCopies: AuditQuery { with { $0.includesCopies = true } }

    private func kinds(_ more: [String]) -> AuditQuery { with { $0.kinds += more } }
    private func actors(_ more: [String]) -> AuditQuery { with { $0.actors += more } }
    private func subjects(_ more: [String]) -> AuditQuery { with { $0.subjects += more } }
    private func branches(_ more: [String]) -> AuditQuery { with { $0.branches += more } }
    private func causes(_ more: [Point]) -> AuditQuery { with { $0.causes += more } }
    private func tools(_ more: [String]) -> AuditQuery { with { $0.tools += more } }
    private func models(_ more: [String]) -> AuditQuery { with { $0.models += more } }
    private func texts(_ more: [String]) -> AuditQuery { with { $0.texts += more } }

    private func with(_ change: (inout AuditQuery) -> Void) -> AuditQuery {
        var copy = self
        change(&copy)
        return copy
    }
}
