internal import JSONText
public import SessionStore

/// Reads events that are given one a line, as to `session append`: the CloudEvents form, in which
/// everything but `type` can be left out.
///
/// ```json
/// {"type":"prompt.submitted","actor":"user:ana","data":{"text":"Why does the build fail?"}}
/// {"type":"file.changed","subject":"src/app.swift","data":{"content":"print(1)\n"}}
/// ```
public enum EventLineReader {
    /// Reads one line, with the branch that it names. The event's `id` is the writer's own:
    /// appended twice, it is written once.
    ///
    /// - Parameter number: the line's number, for the message of an error.
    /// - Throws: ``SessionError/Code/invalidInput`` naming the line, the field and an example.
    public static func event(
        _ bytes: [UInt8], line number: Int
    ) throws(SessionError) -> CloudEvent {
        var event = try read(bytes, line: number)
        if event.draft.kind.role == .controls {
            throw SessionError(
                .invalidInput,
                "line \(number): \(event.draft.kind) is no event of a branch's line",
                hint: "The store writes it: \(.fork(nil, from: .main)) forks, \(.tag) tags, "
                    + "\(.archive) archives.")
        }
        if event.draft.kind.role == .sets, event.draft.kind != .titleChanged,
            event.draft.subject?.isEmpty ?? true
        {
            throw SessionError(
                .invalidInput, "line \(number): subject is missing",
                hint: "Say what is set: "
                    + #"{"type":"\#(event.draft.kind)","subject":"src/app.swift","data":{…}}"#)
        }
        guard event.draft.kind.role != nil else {
            let kinds = EventKind.known.filter { $0.role != .controls && $0.role != .marks }
                .map(\.rawValue).joined(separator: ", ")
            throw SessionError(
                .invalidInput, "line \(number): there is no kind \(event.draft.kind)",
                hint: "Kinds: \(kinds)")
        }
        event.draft.id = event.draft.id ?? event.id
        return event
    }

    /// Reads one line with what stands around the event in an export.
    static func read(_ bytes: [UInt8], line number: Int) throws(SessionError) -> CloudEvent {
        let json: JSON
        do throws(JSONError) {
            json = try JSON(validating: bytes)
        } catch {
            throw SessionError(
                .invalidInput, "line \(number) is no JSON: \(error)",
                hint: #"Write one object a line: {"type":"prompt.submitted","data":{"text":"hi"}}"#)
        }
        do throws(SessionError) {
            return try CloudEvent(json)
        } catch {
            throw SessionError(
                error.code, "line \(number): \(error.message)", hint: error.hint, cause: error.cause
            )
        }
    }
}
