public import SessionStore

/// What a timeline is drawn and filtered from: a few small facts of each revision of a line, in
/// columns, so that any stretch of a long line is counted without reading it again.
///
/// ```swift
/// var columns = LineColumns()
/// try await columns.extend(from: session, on: .main)
/// let test = LineTest(.kind("prompt.submitted"), of: columns)
/// let bins = TimelineBin.bins(500, of: columns, in: 1...columns.count, test)
/// ```
///
/// Pieces of answers that are still streamed are not in it.
/// - Cost: some 24 bytes a revision. Extending reads headers, or with weights bodies.
public struct LineColumns: Sendable {
    /// What stands for a revision that is no event of the line any more.
    static let none = UInt16.max

    /// Revisions that are in it: 1 … count.
    public private(set) var count = 0
    /// Whether what only bodies tell is in it: bytes, tokens, tools, failures.
    public let isWeighed: Bool

    private(set) var kinds: [UInt16] = []
    private(set) var actors: [UInt16] = []
    private(set) var subjects: [UInt32] = []
    private(set) var times: [Timestamp] = []
    private(set) var bytes: [UInt32] = []
    private(set) var tokens: [UInt32] = []
    private(set) var tools: [UInt16] = []
    private(set) var failures: [Bool] = []

    private(set) var kindNames = Names<EventKind>()
    private(set) var actorNames = Names<EventActor>()
    private(set) var subjectNames = Names<String>()
    private(set) var toolNames = Names<String>()
    /// The revision of the last event of each answer that came in several.
    private var answers: [String: Int] = [:]

    /// - Parameter isWeighed: whether what only bodies tell is to be in it.
    public init(isWeighed: Bool = false) { self.isWeighed = isWeighed }

    /// Reads what came to the line since.
    public mutating func extend(from session: Session, on branch: BranchName) async throws {
        let head = try await session.resolve(.head(of: branch)).revision
        guard head.number > count else { return }
        let events = session.events(
            on: branch, from: Revision(count + 1), through: head, headersOnly: !isWeighed)
        for try await event in events where event.kind != .responseStreamed { take(event) }
        fill(to: head.number)
    }

    private mutating func take(_ event: Event) {
        fill(to: event.revision.number - 1)
        count = event.revision.number
        kinds.append(UInt16(clamping: kindNames.number(of: event.kind)))
        actors.append(UInt16(clamping: actorNames.number(of: event.actor)))
        subjects.append(
            event.subject.map { UInt32(clamping: subjectNames.number(of: $0) + 1) } ?? 0)
        times.append(event.occurredAt)
        if isWeighed { weigh(event) }
    }

    private mutating func weigh(_ event: Event) {
        bytes.append(UInt32(clamping: event.body.bytes.count + (event.content?.count ?? 0)))
        let message = event.isErased ? nil : event.message
        let usage = message?.usage ?? TokenUsage()
        tokens.append(UInt32(clamping: usage.total - usage.cacheRead))
        if let id = message?.responseID, message?.usage != nil {
            // Of an answer that came in several events the last one's usage counts.
            if let earlier = answers.updateValue(count, forKey: id) { tokens[earlier - 1] = 0 }
        }
        let tool = event.isErased ? nil : event.toolNames.first
        tools.append(tool.map { UInt16(clamping: toolNames.number(of: $0)) } ?? Self.none)
        failures.append(event.isFailure)
    }

    /// Revisions that are no events.
    private mutating func fill(to revision: Int) {
        while count < revision {
            count += 1
            kinds.append(Self.none)
            actors.append(Self.none)
            subjects.append(0)
            times.append(times.last ?? Timestamp(microseconds: 0))
            guard isWeighed else { continue }
            bytes.append(0)
            tokens.append(0)
            tools.append(Self.none)
            failures.append(false)
        }
    }
}

/// Values by number, in the order in which they came first.
struct Names<Value: Hashable & Sendable>: Sendable {
    private(set) var values: [Value] = []
    private var numbers: [Value: Int] = [:]

    mutating func number(of value: Value) -> Int {
        if let number = numbers[value] { return number }
        numbers[value] = values.count
        values.append(value)
        return values.count - 1
    }
}
