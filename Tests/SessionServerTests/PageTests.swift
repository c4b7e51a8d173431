import Foundation
import HTTPTypes
import Testing

@testable import SessionServer

@Suite("The page as it is served", .timeLimit(.minutes(2)))
struct PageTests {
    @Test
    func `the page comes out of the binary, and may load nothing from elsewhere`() async throws {
        try await ServerBox.run { box in
            let page = try await box.send(.get, "/", by: nil)
            #expect(page.status == 200 && page.text.hasPrefix("<!doctype html>"))
            let policy = page.headers[.contentSecurityPolicy] ?? ""
            #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self'"))
            #expect(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"))
            #expect(page.headers[.xContentTypeOptions] == "nosniff")
            let loaded = page.text.matches(of: #/(?:src|href)="(/page/[^"]+)"/#).map(\.1)
            #expect(loaded.count > 1)
            for path in loaded {
                let file = try await box.send(.get, String(path), by: nil)
                #expect(file.status == 200, "\(path)")
                let type = path.hasSuffix(".css") ? "text/css" : "text/javascript"
                let given = file.headers[.contentType] ?? ""
                #expect(given.hasPrefix(type) || path.hasSuffix(".svg"), "\(path): \(given)")
                let again = try await box.send(
                    .get, String(path), by: nil, headers: [.ifNoneMatch: file.tag])
                #expect(again.status == 304 && again.bytes.isEmpty)
            }
        }
    }

    /// What a browser loads is what stands in the folder.
    @Test
    func `every module of the folder is served as it stands there`() async throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/SessionServer/Page").standardizedFileURL
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            .filter { ($0.hasSuffix(".js") || $0.hasSuffix(".css")) && $0 != "worker.js" }
        try #require(paths.count > 20)
        try await ServerBox.run { box in
            let page = try await box.send(.get, "/", by: nil)
            for path in paths {
                let address = "/page/\(PageEndpoints.version)/\(path)"
                #expect(page.text.contains("\"\(address)\""), "the browser learns of \(path) late")
                let file = try await box.send(.get, address, by: nil)
                let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
                #expect(file.status == 200 && file.text == text, "\(path)")
                #expect(file.headers[.cacheControl]?.contains("immutable") == true)
            }
        }
    }

    /// A browser must never put files of two versions together, nor keep the page that names them.
    @Test
    func `each version of the page has addresses of its own`() async throws {
        try await ServerBox.run { box in
            let page = try await box.send(.get, "/", by: nil)
            #expect(page.headers[.cacheControl] == "no-cache")
            let folder = "/page/\(PageEndpoints.version)/"
            let loaded = page.text.matches(of: #/"(/page/[^"]+)"/#).map(\.1)
            #expect(loaded.allSatisfy { $0.hasPrefix(folder) })
            let other = try await box.send(.get, "/page/0000000000000000/app/main.js", by: nil)
            #expect(other.status == 404)
            let address = "/worker.js?\(PageEndpoints.version)"
            #expect(page.text.contains("<meta name=\"worker\" content=\"\(address)\">"))
            let worker = try await box.send(.get, address, by: nil)
            #expect(worker.status == 200 && worker.headers[.cacheControl] == "no-cache")
            #expect(worker.headers[.contentType]?.hasPrefix("text/javascript") == true)
        }
    }

    @Test(arguments: [
        "/page/", "/page/none.js", "/page/../openapi.yaml", "/page/..%2f..%2fPackage.swift",
        "/page/app", "/page/%00", "/index.html", "/page/app/main.js",
        "/page/\(PageEndpoints.version)/none.js", "/page/\(PageEndpoints.version)/index.html",
        "/page/\(PageEndpoints.version)/worker.js", "/page/\(PageEndpoints.version)/",
    ])
    func `what is no file of the page is not there`(path: String) async throws {
        try await ServerBox.run { box in
            let reply = try await box.send(.get, path, by: nil)
            #expect(reply.status == 404 || reply.text.hasPrefix("openapi"), "\(path)")
        }
    }

    @Test
    func `a code lets in once, and a wrong one never`() async throws {
        try await ServerBox.run { box in
            let code = box.server.signInCode()
            func signIn(_ code: String) async throws -> ServerBox.Reply {
                try await box.send(.post, "/api/sign-in", ["code": .string(code)], by: nil)
            }
            #expect(try await signIn(String(code.dropLast())).status == 401)
            let reply = try await signIn(code)
            let token = try #require(reply.json["token"]?.string)
            let user = ServerBox.User(name: "", token: token)
            let me = try await box.send(.get, "/api/me", by: user)
            #expect(me.json["user"]?.string == SessionServer.firstOwner)
            #expect(try await signIn(code).status == 401)
            #expect(box.server.signInCode() != box.server.signInCode())
        }
    }
}
