/// Computes the ``Usage`` of a session, or of several, event by event.
///
/// An answer that came in several events is one request, with the usage of the last one, on the day
/// of the first. What a merge took over is counted where it happened. What stands in two sessions,
/// because one is a copy or goes on with the transcript of the other, is counted in the first.
public struct UsageFold: Sendable {
    /// The events that count; others may be given, too.
    public static let query = AuditQuery.kind("response.received", "response.failed", "tool.called")

    private struct Answer {
        let session: Int
        let time: Timestamp
        /// nil: an earlier session has it.
        let cell: Int?
        var tokens: TokenUsage
    }

    private var cells: [Usage.Requests] = []
    private var cellIndex: [[String?]: Int] = [:]
    private var calls: [[String]: Int] = [:]
    private var erased = 0
    private var answers: [String: Answer] = [:]
    /// The events that were given, where more than one session is.
    private var seen: Set<[UInt8]> = []
    private var session = 0
    private let remembersEvents: Bool
    private let offset: @Sendable (Timestamp) -> Int

    /// - Parameters:
    ///   - sessions: how many there will be.
    ///   - offset: seconds east of UTC at a time: where days begin.
    public init(
        sessions: Int = 1, offset: @escaping @Sendable (Timestamp) -> Int = { _ in 0 }
    ) {
        remembersEvents = sessions > 1
        self.offset = offset
    }

    /// What comes from here on is another session's.
    public mutating func beginSession() { session += 1 }

    public mutating func apply(_ event: Event) {
        let isAnswer = event.kind == .responseReceived || event.kind == .responseFailed
        guard isAnswer || event.kind == .toolCalled, event.origin == nil else { return }
        if remembersEvents, !seen.insert(Array(event.digest.bytes.prefix(16))).inserted { return }
        guard !event.isErased else {
            erased += 1
            return
        }
        if event.kind == .responseFailed {
            cells[cell(of: event)].failed += 1
        } else if let message = event.message, countsHere(message, event) {
            for tool in event.toolNames { calls[[day(of: event), tool], default: 0] += 1 }
        }
    }

    /// Counts an answer's tokens.
    ///
    /// - Returns: whether the event is no repetition of an earlier session's.
    private mutating func countsHere(_ message: Message, _ event: Event) -> Bool {
        let tokens = message.usage ?? TokenUsage()
        // What a program wrote in a model's place was asked of none.
        guard event.namedModel != nil || tokens.total != 0 else { return true }
        guard let id = message.responseID else {
            let saysIt = event.dialect?.reader?.tellsUsageApart ?? false
            let isAnswer =
                message.usage != nil || event.kind == .responseReceived && !saysIt
            if isAnswer { count(tokens, in: cell(of: event)) }
            return true
        }
        if var known = answers[id], known.session == session {
            if let index = known.cell, message.usage != nil {
                cells[index].tokens = cells[index].tokens - known.tokens + tokens
                known.tokens = tokens
                answers[id] = known
            }
            return known.cell != nil
        }
        let isRepeated = answers[id].map { $0.time == event.occurredAt } ?? false
        let index = isRepeated ? nil : cell(of: event)
        answers[id] = Answer(
            session: session, time: event.occurredAt, cell: index, tokens: tokens)
        if let index { count(tokens, in: index) }
        return !isRepeated
    }

    private mutating func count(_ tokens: TokenUsage, in index: Int) {
        cells[index].answered += 1
        cells[index].tokens = cells[index].tokens + tokens
    }

    private func day(of event: Event) -> String {
        CivilTime(event.occurredAt, offset: offset(event.occurredAt)).date
    }

    private mutating func cell(of event: Event) -> Int {
        let (day, model) = (day(of: event), event.namedModel)
        if let index = cellIndex[[day, model]] { return index }
        cellIndex[[day, model]] = cells.count
        cells.append(Usage.Requests(day: day, model: model))
        return cells.count - 1
    }

    /// What was counted so far.
    public var usage: Usage {
        var usage = Usage()
        usage.requests = cells.sorted { ($0.day, $0.model ?? "") < ($1.day, $1.model ?? "") }
        usage.calls = calls.map { key, count in
            Usage.Calls(day: key[0], tool: key[1], count: count)
        }.sorted { ($0.day, $0.tool) < ($1.day, $1.tool) }
        usage.erased = erased
        return usage
    }
}
