internal import Texts

/// An ``AuditQuery`` made ready to be asked of many events.
///
/// ```swift
/// let test = AuditTest(.kind("file.changed"))
/// for try await event in session.allEvents() where test.fits(event) { … }
/// ```
public struct AuditTest: Sendable {
    private let query: AuditQuery
    private let kinds: [(glob: Glob, prefix: String)]
    private let actors: [(glob: Glob, text: String)]
    private let subjects: [PathPattern]
    private let branches: [Glob]
    private let tools: [Glob]
    private let models: [Glob]
    private let texts: [TextNeedle]
    /// The points that hold the causes' own events.
    private let causes: Set<Point>
    private let owners: PointOwners

    /// - Parameter branches: all of a session's, where the query names causes.
    public init(_ query: AuditQuery, among branches: [Branch] = []) {
        self.query = query
        let owners = PointOwners(branches)
        self.owners = owners
        kinds = query.kinds.map { (Glob($0), $0 + ".") }
        actors = query.actors.map { (Glob($0), $0) }
        subjects = query.subjects.map { PathPattern($0) }
        self.branches = query.branches.map { Glob($0) }
        tools = query.tools.map { Glob($0) }
        models = query.models.map { Glob($0) }
        texts = query.texts.map { TextNeedle($0) }
        causes = Set(query.causes.map { owners.owner(of: $0) })
    }

    /// What an event's header says about whether the event is asked for.
    package enum Verdict: Sendable {
        case no, yes
        /// The body decides.
        case open
    }

    /// Whether an event is asked for. One that was read without its body fits no tool and no text.
    public func fits(_ event: Event) -> Bool {
        switch verdict(onHeader: event) {
        case .no: return false
        case .yes: return true
        case .open: return fitsTool(event) && fitsModel(event) && fitsText(event)
        }
    }

    package func verdict(onHeader event: Event) -> Verdict {
        guard fits(event.kind), fits(event.branch), fits(event.actor), fitsSubject(event),
            query.since.map({ event.occurredAt >= $0 }) ?? true,
            query.until.map({ event.occurredAt < $0 }) ?? true,
            query.includesCopies || event.origin == nil, fitsCause(event)
        else { return .no }
        let hasModel = models.isEmpty || isModel(event.actor)
        guard hasModel || Self.modelKinds.contains(event.kind) else { return .no }
        if hasModel, tools.isEmpty, texts.isEmpty { return .yes }
        return event.isErased ? .no : .open
    }

    // MARK: What the index holds

    /// Whether kind or subject leave so little that looking it up beats reading everything.
    package var isSelective: Bool {
        !kinds.isEmpty || !subjects.isEmpty || !tools.isEmpty
    }

    package var asksForSubject: Bool { !subjects.isEmpty }

    /// Whether events of a kind may be asked for.
    public func fits(_ kind: EventKind) -> Bool {
        let isAsked =
            kinds.isEmpty
            || kinds.contains { pattern in
                pattern.glob.matches(kind.rawValue) || kind.rawValue.hasPrefix(pattern.prefix)
            }
        return isAsked && (tools.isEmpty || Self.toolKinds.contains(kind))
    }

    /// Whether events with a subject may be asked for.
    public func fits(subject: String) -> Bool {
        subjects.isEmpty || subjects.contains { $0.matches(subject) }
    }

    package func fits(_ branch: BranchName?) -> Bool {
        guard !branches.isEmpty else { return true }
        return branch.map { name in branches.contains { $0.matches(name.rawValue) } } ?? false
    }

    // MARK: What the header holds

    /// Whether events that somebody did may be asked for.
    public func fits(_ actor: EventActor) -> Bool {
        actors.isEmpty
            || actors.contains { pattern in
                pattern.glob.matches(actor.rawValue) || actor.role == pattern.text
                    || actor.name == pattern.text
            }
    }

    private func fitsSubject(_ event: Event) -> Bool {
        subjects.isEmpty || event.subject.map { fits(subject: $0) } ?? false
    }

    private func fitsCause(_ event: Event) -> Bool {
        guard !query.causes.isEmpty else { return true }
        guard let cause = event.cause, let branch = event.branch,
            query.causes.contains(where: { $0.revision == cause })
        else { return false }
        return causes.contains(owners.owner(of: Point(branch: branch, revision: cause)))
    }

    private func isModel(_ actor: EventActor) -> Bool {
        actor.role == "model" && models.contains { $0.matches(actor.name) }
    }

    // MARK: What the body holds

    private static let toolKinds: Set<EventKind> = [.toolCalled, .toolReturned]
    private static let modelKinds: Set<EventKind> = [
        .requestSent, .responseReceived, .responseStreamed, .responseFailed, .toolCalled,
    ]

    /// Whether events of a tool may be asked for.
    public func fits(tool name: String) -> Bool {
        tools.isEmpty || tools.contains { $0.matches(name) }
    }

    private func fitsTool(_ event: Event) -> Bool {
        tools.isEmpty || event.toolNames.contains { fits(tool: $0) }
    }

    private func fitsModel(_ event: Event) -> Bool {
        models.isEmpty || isModel(event.actor)
            || event.namedModel.map { name in models.contains { $0.matches(name) } } ?? false
    }

    private func fitsText(_ event: Event) -> Bool {
        texts.isEmpty
            || texts.contains { text in
                text.occurs(inStringsOf: event.body)
                    || event.content.map { text.occurs(in: $0) } ?? false
            }
    }
}

extension Event {
    /// The tools that are called, or the one that returned; none for other events.
    public var toolNames: [String] {
        switch kind {
        case .toolCalled:
            return (message?.parts ?? []).compactMap { part in
                if case .toolCall(_, let name, _) = part { name } else { nil }
            }
        case .toolReturned:
            let name = view(as: ToolReturned.self)?.name
            return [name ?? (actor.role == "tool" ? actor.name : nil)].compactMap { $0 }
        default: return []
        }
    }

    /// Whether it tells that something went wrong: a model did not answer, or a tool failed. False
    /// of an erased one.
    public var isFailure: Bool {
        guard kind != .responseFailed else { return !isErased }
        guard kind == .toolReturned else { return false }
        return message?.parts.contains { part in
            if case .toolResult(_, _, let isError) = part { isError } else { false }
        } ?? false
    }

    /// The model that answered or was asked, as the body says, or that acted.
    package var namedModel: String? {
        let named: String? =
            switch kind {
            case .requestSent: view(as: RequestSent.self)?.model
            case .responseFailed: view(as: ResponseFailed.self)?.model
            default: message?.model
            }
        return named ?? (actor.role == "model" ? actor.name : nil)
    }
}
