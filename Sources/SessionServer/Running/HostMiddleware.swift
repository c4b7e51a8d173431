internal import HTTPTypes
internal import Hummingbird

/// Answers only to the names that the server is known by, so that a page of another site cannot
/// reach it under a name of its own; and tells browsers which other sites' pages may ask.
struct HostMiddleware: RouterMiddleware {
    /// Without ports, in lower case.
    let hosts: Set<String>
    /// Such as `https://app.example.org`.
    let origins: Set<String>

    func handle(
        _ request: Request, context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        let host = Self.host(request.head.authority ?? "")
        guard hosts.contains(host) else {
            throw Problem(
                .init(code: 421, reasonPhrase: "Misdirected Request"), "host",
                "this server does not answer to that host",
                hint: "Start it with --allowed-host and the name that clients use.")
        }
        let origin = request.headers[.origin].flatMap { origins.contains($0) ? $0 : nil }
        guard request.method == .options, let origin else {
            var response = try await next(request, context)
            if let origin { response.headers[.accessControlAllowOrigin] = origin }
            if !origins.isEmpty { response.headers[.vary] = "Origin" }
            return response
        }
        return Response(
            status: .noContent,
            headers: [
                .accessControlAllowOrigin: origin, .vary: "Origin",
                .accessControlAllowMethods: "GET, POST, PUT, PATCH, DELETE",
                .accessControlAllowHeaders:
                    "Authorization, Content-Type, If-Match, If-None-Match, Last-Event-ID",
                .accessControlMaxAge: "600",
            ])
    }

    /// A host without its port.
    static func host(_ authority: String) -> String {
        let text = authority.lowercased()
        if text.hasPrefix("[") {
            return String(text.prefix { $0 != "]" }) + "]"
        }
        return String(text.prefix { $0 != ":" })
    }
}
