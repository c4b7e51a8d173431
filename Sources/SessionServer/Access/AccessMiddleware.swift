internal import HTTPTypes
internal import Hummingbird

/// Lets nobody through without a token, and no more often than a user may come.
struct AccessMiddleware: RouterMiddleware {
    let keys: TokenKeys
    let rates: RequestRates
    let limits: ServerLimits

    func handle(
        _ request: Request, context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        guard let header = request.headers[.authorization] else {
            throw Problem.unauthorized("there is no token")
        }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw Problem.unauthorized("the Authorization header names no bearer token")
        }
        let caller = try await keys.caller(of: String(parts[1]))
        if let seconds = rates.wait(of: caller) {
            throw Problem.tooManyRequests(
                "more than \(limits.requestsPerMinute) requests in a minute", seconds: seconds)
        }
        var context = context
        context.caller = caller
        context.limits = limits
        context.logger[metadataKey: "user"] = "\(caller.user)"
        return try await next(request, context)
    }
}
