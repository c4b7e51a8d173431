internal import HTTPTypes
internal import Hummingbird

/// Where endpoints are added: below `/api`, behind ``AccessMiddleware``.
struct Routes {
    let group: RouterGroup<ServerContext>
    let deadlines: Deadlines

    typealias Handler = @Sendable (Asked) async throws -> Answer

    func get(_ path: String, _ handler: @escaping Handler) { on(.get, path, handler) }
    func post(_ path: String, _ handler: @escaping Handler) { on(.post, path, handler) }
    func put(_ path: String, _ handler: @escaping Handler) { on(.put, path, handler) }
    func patch(_ path: String, _ handler: @escaping Handler) { on(.patch, path, handler) }
    func delete(_ path: String, _ handler: @escaping Handler) { on(.delete, path, handler) }

    private func on(
        _ method: HTTPRequest.Method, _ path: String, _ handler: @escaping Handler
    ) {
        let deadlines = deadlines
        group.on(RouterPath(path), method: method) { request, context in
            try await deadlines.within { try await handler(Asked(request, context)) }
                .response(from: request, context: context)
        }
    }

    /// An answer that is no JSON, or does not end.
    func stream(
        _ path: String, _ handler: @escaping @Sendable (Asked) async throws -> Response
    ) {
        group.on(RouterPath(path), method: .get) { request, context in
            try await handler(Asked(request, context))
        }
    }
}
