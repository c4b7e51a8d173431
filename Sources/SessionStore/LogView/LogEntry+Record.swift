internal import EventLog
internal import SessionModel

extension LogEntry {
    /// The record of another tool that its body is; nil for an event of ours, for one that was
    /// erased, and where nothing reads the dialect.
    var record: (any DialectRecord)? {
        guard !isErased, let dialect else { return nil }
        return dialect.record(JSON(unchecked: body))
    }

    /// The log of requests that the tool keeps which the event is a record of.
    var requestLog: (any RequestLog.Type)? {
        isErased ? nil : dialect?.requestLog
    }

    /// The request that a record of such a log tells, in a form that is known.
    var loggedRequest: HashedRequest? { requestLog?.request(JSON(unchecked: body)) }
}
