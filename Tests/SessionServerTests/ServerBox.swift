import AnswerSchemas
import AsyncHTTPClient
import Foundation
import HTTPTypes
import HummingbirdTesting
import JSONText
import NIOCore
import Testing

@testable import SessionServer

/// A server over a folder of its own, for one test, and what talks to it. Whatever it answers is
/// held against `Schemas/openapi.yaml`.
struct ServerBox {
    let server: SessionServer
    let folder: String
    private let client: any TestClientProtocol

    /// What came back.
    struct Reply {
        let status: Int
        let headers: HTTPFields
        let bytes: [UInt8]

        var json: JSON { (try? JSON(validating: bytes)) ?? .null }
        var text: String { String(decoding: bytes, as: UTF8.self) }
        var code: String? { json["code"]?.string }
        var tag: String { headers[.eTag] ?? "" }
    }

    /// Runs a server while `body` talks to it.
    static func run(
        limits: ServerLimits = ServerLimits(),
        _ configure: (inout ServerOptions) -> Void = { _ in },
        _ body: @Sendable (ServerBox) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "session-server-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var options = ServerOptions(data: folder)
        options.limits = limits
        configure(&options)
        let server = try await SessionServer.open(options)
        try await server.application().test(.live) { client in
            try await body(ServerBox(server: server, folder: folder, client: client))
        }
    }

    var port: Int { client.port ?? 0 }

    // MARK: Who asks

    /// A user with a token.
    struct User: Sendable {
        let name: String
        let token: String
    }

    func user(_ name: String) async throws -> User {
        User(name: name, token: try await server.keys.token(for: name, lasting: 3600))
    }

    var owner: User { get async throws { try await user(SessionServer.firstOwner) } }

    // MARK: Asking

    /// - Parameter user: nil: nobody.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: JSON? = nil, by user: User?,
        headers: HTTPFields = [:]
    ) async throws -> Reply {
        try await send(method, path, bytes: body?.oneLine, by: user, headers: headers)
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, bytes: [UInt8]?, by user: User?,
        headers: HTTPFields = [:]
    ) async throws -> Reply {
        var headers = headers
        if let user { headers[.authorization] = "Bearer \(user.token)" }
        let response = try await client.executeRequest(
            uri: path, method: method, headers: headers,
            body: bytes.map { ByteBuffer(bytes: $0) })
        let reply = Reply(
            status: Int(response.status.code), headers: response.headers,
            bytes: Array(response.body.readableBytesView))
        try check(reply, method, path)
        return reply
    }

    private func check(_ reply: Reply, _ method: HTTPRequest.Method, _ path: String) throws {
        guard let operation = AnswerSchemas.shared.operation(method.rawValue, path) else { return }
        let violation = try AnswerSchemas.shared.violation(
            operation, status: reply.status, type: reply.headers[.contentType], body: reply.bytes)
        if let violation { Issue.record("\(method) \(path): \(violation) \(reply.text)") }
    }

    // MARK: What most tests need

    /// A project of a user.
    func project(_ name: String, of user: User) async throws -> String {
        let reply = try await send(.post, "/api/projects", ["name": .string(name)], by: user)
        return try #require(reply.json["project"]?.string)
    }

    func session(_ title: String, in project: String, by user: User) async throws -> String {
        let reply = try await send(
            .post, "/api/sessions", ["project": .string(project), "title": .string(title)],
            by: user)
        #expect(reply.status == 201)
        return try #require(reply.json["session"]?.string)
    }

    /// Appends events, whatever came before.
    @discardableResult
    func append(
        _ events: [JSON], to session: String, branch: String = "main", by user: User
    ) async throws -> Reply {
        let body: JSON = [
            "branch": .string(branch), "expecting": "any", "events": .array(events),
        ]
        let reply = try await send(.post, "/api/sessions/\(session)/events", body, by: user)
        #expect(reply.status == 201, "\(reply.text)")
        return reply
    }

    static func prompt(_ text: String, id: String? = nil) -> JSON {
        .object([
            ("type", "prompt.submitted"), ("eventid", id.map { .string($0) }),
            ("data", ["text": .string(text)]),
        ])
    }

    static func file(_ path: String, _ content: String) -> JSON {
        [
            "type": "file.changed", "actor": "tool:edit", "subject": .string(path),
            "contentbytes": .number(content.utf8.count),
            "data": ["mode": "100644", "content": .string(content)],
        ]
    }
}
