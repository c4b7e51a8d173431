internal import EventLog
internal import SessionModel
internal import Synchronization

/// The fields of events that SQL asks for by name (Schemas/views-1.sql), the last event kept, for
/// one row asks for several.
final class EventFields: Sendable {
    private let last = Mutex<(event: Event, epoch: UInt64?)?>(nil)
    /// Bytes of an event beyond which nothing of it is told.
    private let sizeLimit: Int

    /// - Parameter memory: bytes that may be taken. A value takes up to four times what its event
    ///   has: decoded, kept for the next column, as text, and as SQLite's own.
    init(memory: Int = .max) { sizeLimit = memory / 4 }

    /// Names that are no field give null.
    func value(_ view: LogView, _ position: Position, _ field: String) throws -> SQLValue {
        if field == "content" { return try content(view, position) }
        guard let event = try event(view, position), !event.isErased else { return .null }
        switch field {
        case "body": return .text(String(decoding: event.body.bytes, as: UTF8.self))
        case "request": return try request(of: event, view)
        case "session": return .init(event.body[field]?.string)
        case "removed": return .int(event.body["removed"]?.bool == true ? 1 : 0)
        case "mode": return .init(event.body[field]?.string)
        case "renamed_from": return .init(event.body["renamedFrom"]?.string)
        default: return event.message.map { Self.value(of: $0, field) } ?? .null
        }
    }

    private func event(_ view: LogView, _ position: Position) throws -> Event? {
        // An event that was erased meanwhile is not told from memory.
        let epoch = try view.epoch()
        if let known = last.withLock({ $0 }), known.event.position == position,
            epoch != nil, known.epoch == epoch
        {
            return known.event
        }
        let event = try view.entry(at: position, upTo: sizeLimit)
            .map { try view.event($0) }
        last.withLock { $0 = event.map { ($0, epoch) } }
        return event
    }

    /// A file's content, carried along or computed.
    private func content(_ view: LogView, _ position: Position) throws -> SQLValue {
        guard let entry = try view.entry(at: position, upTo: sizeLimit),
            entry.kind == .fileChanged, !entry.isErased
        else { return .null }
        let change = FileChanged(JSON(unchecked: entry.body), version: entry.version)
        return try view.content(of: entry, change).map { .blob($0) } ?? .null
    }

    /// The recorded request that led to an answer.
    private func request(of event: Event, _ view: LogView) throws -> SQLValue {
        guard let cause = event.cause, let branch = event.branch else { return .null }
        let line = try view.line(branch)
        let entry = try view.entry(revision: cause, on: line, headersOnly: true)
        return entry?.kind == .requestSent ? .int(cause.number) : .null
    }

    // MARK: Messages

    private static func value(of message: Message, _ field: String) -> SQLValue {
        switch field {
        case "text": return .init(message.text)
        case "model": return .init(message.model)
        case "response_id": return .init(message.responseID)
        case "input_tokens": return .init(message.usage?.input)
        case "output_tokens": return .init(message.usage?.output)
        case "cache_read_tokens": return .init(message.usage?.cacheRead)
        case "cache_creation_tokens": return .init(message.usage?.cacheCreation)
        default: return message.parts.lazy.compactMap { value(of: $0, field) }.first ?? .null
        }
    }

    private static func value(of part: Message.Part, _ field: String) -> SQLValue? {
        switch (part, field) {
        case (.toolCall(_, let name, _), "tool"): return .text(name)
        case (.toolCall(let id, _, _), "call_id"), (.toolResult(let id, _, _), "call_id"):
            return .init(id)
        case (.toolCall(_, _, let arguments), "arguments"): return .init(json: arguments)
        case (.toolResult(_, let result, _), "result"): return .init(json: result)
        case (.toolResult(_, _, let isError), "failed"): return .int(isError ? 1 : 0)
        default: return nil
        }
    }
}

extension SQLValue {
    fileprivate init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    fileprivate init(_ number: Int?) { self = number.map { .int($0) } ?? .null }
    fileprivate init(json: JSON) { self = .text(String(decoding: json.bytes, as: UTF8.self)) }
}
