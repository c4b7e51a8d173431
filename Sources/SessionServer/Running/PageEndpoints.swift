internal import Crypto
internal import Foundation
internal import HTTPTypes
internal import Hummingbird

/// The page that shows sessions, out of the binary: `/` and what it loads, below `/page/`. It needs
/// no token; what it shows it asks `/api` for.
struct PageEndpoints {
    /// Nothing runs but the page's own modules, nothing is loaded from elsewhere, and no other page
    /// frames it (<https://www.w3.org/TR/CSP3/>).
    static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:",
        "connect-src 'self'", "worker-src 'self'", "manifest-src 'self'", "base-uri 'none'",
        "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
    ].joined(separator: "; ")

    /// Types by how a file's name ends.
    private static let types = [
        "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
        "webmanifest": "application/manifest+json",
    ]

    /// What is served, by path. The first file names all modules, so that a browser asks for them
    /// at once: their imports go eight deep.
    private static let files: [String: String] = {
        var files = EmbeddedPage.files
        let links = files.keys.filter { $0.hasSuffix(".js") }.sorted().map { path in
            "<link rel=\"modulepreload\" href=\"/page/\(path)\">\n"
        }
        files[start] = files[start]?.replacing("</head>", with: links.joined() + "</head>")
        return files
    }()

    private static let start = "index.html"

    private static let tags = files.mapValues { text in
        let digest = SHA256.hash(data: Data(text.utf8)).prefix(8).map { String($0, radix: 16) }
        return EntityTag(digest.joined(separator: "."), "page")
    }

    func add(to router: Router<ServerContext>) {
        router.get("/") { request, _ in try Self.file(Self.start, request) }
        router.get("page/**") { request, context in
            try Self.file(context.parameters.getCatchAll().joined(separator: "/"), request)
        }
    }

    private static func file(_ path: String, _ request: Request) throws -> Response {
        guard let text = files[path], let tag = tags[path] else {
            throw Problem.notFound
        }
        var headers: HTTPFields = [.eTag: tag.text, .cacheControl: "no-cache"]
        headers[.contentSecurityPolicy] = policy
        guard !tag.isKnown(to: request) else {
            return Response(status: .notModified, headers: headers)
        }
        let ending = path.split(separator: ".").last.map(String.init) ?? ""
        headers[.contentType] = types[ending] ?? "application/octet-stream"
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
