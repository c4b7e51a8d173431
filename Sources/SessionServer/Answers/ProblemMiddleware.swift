internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// Turns whatever goes wrong into problem details, and what nobody can have caused into a line of
/// the log.
struct ProblemMiddleware: RouterMiddleware {
    func handle(
        _ request: Request, context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            let problem = Problem(error)
            if problem.status.code >= 500 {
                context.logger.error(
                    "\(request.method) \(context.endpointPath ?? "?"): \(error)")
            }
            response = problem.response
        }
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers.set("Referrer-Policy", "no-referrer")
        response.headers.set("X-Request-ID", context.id)
        if response.headers[.cacheControl] == nil {
            response.headers[.cacheControl] = "private, no-cache"
        }
        return response
    }
}

extension HTTPFields {
    /// Sets a field that has no name of its own here.
    fileprivate mutating func set(_ name: String, _ value: String) {
        if let name = HTTPField.Name(name) { self[name] = value }
    }
}
