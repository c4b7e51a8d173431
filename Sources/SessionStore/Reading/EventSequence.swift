internal import EventLog
public import SessionModel

/// Events read as they are asked for, some dozens at a time, so that a log of any length passes
/// through little memory. Each batch sees the file as it is then; what is in the log never changes.
public struct EventSequence: AsyncSequence, Sendable {
    public typealias Element = Event

    let session: Session
    let scope: Scope
    let order: Session.Order
    let headersOnly: Bool

    enum Scope: Sendable {
        /// A branch's line between two revisions; nil: its head.
        case line(BranchName, from: Int, through: Int?)
        /// The whole file between two positions; nil: its end.
        case file(from: Int64, through: Int64?)
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(sequence: self) }

    public struct AsyncIterator: AsyncIteratorProtocol {
        private let sequence: EventSequence
        private var buffer: ArraySlice<Event> = []
        private var next: Int64?
        private var isAtEnd = false
        /// Few at first, so that who stops early waits for little.
        private var limit = 64

        init(sequence: EventSequence) { self.sequence = sequence }

        public mutating func next() async throws -> Event? {
            if buffer.isEmpty, !isAtEnd {
                buffer = try await sequence.batch(from: next, limit: limit)[...]
                limit = sequence.headersOnly ? 1024 : 256
                isAtEnd = buffer.isEmpty
                next = buffer.last.map { sequence.place(behind: $0) }
            }
            return buffer.popFirst()
        }
    }

    /// Where the batch behind this event begins.
    private func place(behind event: Event) -> Int64 {
        let step: Int64 = order == .ascending ? 1 : -1
        switch scope {
        case .line: return Int64(event.revision) + step
        case .file: return event.position + step
        }
    }

    private func batch(from next: Int64?, limit: Int) async throws -> [Event] {
        let (scope, ascending, headersOnly) = (scope, order == .ascending, headersOnly)
        return try await session.read { view in
            switch scope {
            case .line(let name, let from, let through):
                let line = try view.line(view.row(name).id)
                let upper = through.map { Int64($0) } ?? .max
                let entries = try view.reader.entries(
                    on: line, from: ascending ? next ?? Int64(from) : Int64(from),
                    through: ascending ? upper : next ?? upper, ascending: ascending, limit: limit,
                    headersOnly: headersOnly)
                return try entries.map { try view.event($0) }
            case .file(let from, let through):
                let upper = through ?? .max
                let start = next ?? (ascending ? from : upper)
                guard ascending || start >= from else { return [] }
                return try view.reader.entries(
                    fromPosition: start, ascending: ascending, limit: limit,
                    headersOnly: headersOnly
                ).filter { $0.position >= from && $0.position <= upper }.map { try view.event($0) }
            }
        }
    }
}
