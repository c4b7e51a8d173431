internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// What every answer has: problem details where something went wrong, headers that keep browsers
/// from guessing, and the ids by which a request is found in logs, here and where it came from.
struct AnswerMiddleware: RouterMiddleware {
    func handle(
        _ request: Request, context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let trace = HTTPField.Name("traceparent").flatMap { request.headers[$0] }
            .flatMap { TraceParent($0) }
        if let trace { context.logger[metadataKey: "trace"] = "\(trace.id)" }
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            let problem = Problem(error)
            if problem.status.code >= 500 {
                context.logger.error("\(request.method) \(context.endpointPath ?? "?"): \(error)")
            }
            response = problem.response
        }
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers.set("Referrer-Policy", "no-referrer")
        response.headers.set("X-Request-ID", context.id)
        if let trace { response.headers.set("traceparent", trace.text) }
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

/// Which trace a request is part of (<https://www.w3.org/TR/trace-context/>).
struct TraceParent: Sendable {
    /// As it is passed on.
    let text: String
    /// 32 hexadecimal digits.
    let id: String

    /// - Returns: nil where it is none of version 00.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let digits = Set("0123456789abcdef")
        guard parts.map(\.count) == [2, 32, 16, 2], parts[0] == "00",
            parts.allSatisfy({ $0.allSatisfy { digits.contains($0) } }),
            parts[1].contains(where: { $0 != "0" })
        else { return nil }
        (self.text, id) = (text, String(parts[1]))
    }
}
