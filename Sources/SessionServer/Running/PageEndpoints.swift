internal import Crypto
internal import Foundation
internal import HTTPTypes
internal import Hummingbird

/// The page that shows sessions, out of the binary: `/`, what it loads, below `/page/VERSION/`, and
/// the worker that keeps both for when the server is away. It needs no token; what it shows it asks
/// `/api` for.
struct PageEndpoints {
    /// Whether browsers are to keep the page. At a port that is another one each time nobody would
    /// find it again.
    let isKept: Bool

    /// Nothing runs but the page's own modules, nothing is loaded from elsewhere, and no other page
    /// frames it (<https://www.w3.org/TR/CSP3/>). The only text that may become a script's address
    /// is the worker's (<https://www.w3.org/TR/trusted-types/>).
    static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:",
        "connect-src 'self'", "worker-src 'self'", "manifest-src 'self'", "base-uri 'none'",
        "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
        "trusted-types worker",
    ].joined(separator: "; ")

    /// Types by how a file's name ends.
    private static let types = [
        "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
        "webmanifest": "application/manifest+json",
    ]

    private static let start = "index.html"
    private static let worker = "worker.js"

    /// The same for the same files. It stands in the address of each, so that a browser never puts
    /// files of two versions together, and may keep what it has for good.
    static let version: String = {
        var hash = SHA256()
        for (path, text) in EmbeddedPage.files.sorted(by: { $0.key < $1.key }) {
            hash.update(data: Data("\(path)\0\(text)\0".utf8))
        }
        return hash.finalize().prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
            .joined()
    }()

    /// The first file names all modules, so that a browser asks for them at once: their imports go
    /// eight deep.
    private static func startText(isKept: Bool) -> String {
        let modules = EmbeddedPage.files.keys.filter { $0.hasSuffix(".js") && $0 != worker }
        var links = modules.sorted().map { "<link rel=\"modulepreload\" href=\"/page/\($0)\">\n" }
        if isKept {
            links.append("<meta name=\"worker\" content=\"/\(worker)?\(version)\">\n")
        }
        return (EmbeddedPage.files[start] ?? "")
            .replacingOccurrences(of: "</head>", with: links.joined() + "</head>")
            .replacingOccurrences(of: "\"/page/", with: "\"/page/\(version)/")
    }

    private static let keptText = startText(isKept: true)
    private static let plainText = startText(isKept: false)

    func add(to router: Router<ServerContext>) {
        let text = isKept ? Self.keptText : Self.plainText
        let tag = EntityTag(Self.version, isKept ? "kept" : "page")
        router.get("/") { request, _ in
            Self.answer(text, Self.start, tag, "no-cache", to: request)
        }
        let fileTag = EntityTag(Self.version, "file")
        if isKept, let text = EmbeddedPage.files[Self.worker] {
            router.get("\(Self.worker)") { request, _ in
                Self.answer(text, Self.worker, fileTag, "no-cache", to: request)
            }
        }
        router.get("page/:version/**") { request, context in
            let path = context.parameters.getCatchAll().joined(separator: "/")
            guard context.parameters.get("version") == Self.version, path != Self.start,
                path != Self.worker, let text = EmbeddedPage.files[path]
            else { throw Problem.notFound }
            let forGood = "public, max-age=31536000, immutable"
            return Self.answer(text, path, fileTag, forGood, to: request)
        }
    }

    private static func answer(
        _ text: String, _ path: String, _ tag: EntityTag, _ keeping: String, to request: Request
    ) -> Response {
        var headers: HTTPFields = [.eTag: tag.text, .cacheControl: keeping]
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
