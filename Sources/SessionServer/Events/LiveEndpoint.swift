internal import HTTPTypes
internal import Hummingbird
internal import SessionStore

/// Events as they come, of any number of sessions in one stream: server-sent events
/// (<https://html.spec.whatwg.org/multipage/server-sent-events.html>).
///
/// What was missed comes first, then what is written, as it is written. Each event has an `id:`
/// with which the stream can be taken up again, in `Last-Event-ID` or `?after=`.
struct LiveEndpoint {
    let store: Store
    let listeners: ListenerCount

    func add(to routes: Routes) { routes.stream("live", open) }

    private func open(_ asked: Asked) async throws -> Response {
        let ids = asked.texts("session").flatMap { $0.split(separator: ",").map(String.init) }
        guard (1...200).contains(ids.count), Set(ids).count == ids.count else {
            throw Problem.invalid(
                "session names 1 to 200 sessions, each once",
                hint: "Write ?session=ID, several times or with commas.")
        }
        let header = HTTPField.Name("Last-Event-ID").flatMap { asked.request.headers[$0] }
        let cursor = try (header ?? asked.text("after")).map { try LiveCursor($0) }
        let caller = try asked.caller
        var sources: [LiveSource] = []
        for id in ids {
            let found = try await store.visit(id, asked)
            let last = try await store.pool.use(found.path) { try await $0.extent().position }
            sources.append(
                LiveSource(found: found, after: cursor?.position(of: id) ?? last, last: last))
        }
        guard let seat = listeners.take() else { throw Problem.busy(seconds: 5) }
        let stream = LiveStream(
            store: store, caller: caller, sources: sources,
            heartbeat: asked.context.limits.heartbeat)
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                defer { withExtendedLifetime(seat) {} }
                try await stream.run(&writer)
                try await writer.finish(nil)
            })
    }
}

/// A session that a stream follows.
struct LiveSource: Sendable {
    let found: Store.Found
    /// What the client has already.
    let after: Position
    /// The last position when the stream began.
    let last: Position
}
