import AsyncHTTPClient
import Foundation
import JSONText
import NIOCore
import SessionServer

/// Asks a server, over connections that stay open.
struct ServerClient: Sendable {
    let base: String
    let token: String
    private let client: HTTPClient

    /// - Parameter data: of the server that it asks; nil: one that asks for no token.
    init(_ base: String, data: String? = nil) async throws {
        self.base = base
        token =
            try await data.asyncMap {
                try await ServerData.token(for: ServerRows.owner, days: 1, in: $0)
            } ?? ""
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 2000
        client = HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    func close() async throws { try await client.shutdown() }

    private func request(_ path: String, token: String?) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: base + path)
        request.headers.add(name: "Authorization", value: "Bearer \(token ?? self.token)")
        return request
    }

    /// - Returns: the answer's status, whatever it is.
    func status(_ path: String) async throws -> UInt {
        let response = try await client.execute(request(path, token: nil), timeout: .seconds(120))
        _ = try await response.body.collect(upTo: 1 << 26)
        return response.status.code
    }

    /// - Returns: the answer's body; whatever is no success ends the benchmark.
    @discardableResult
    func get(_ path: String, token: String? = nil) async throws -> ByteBuffer {
        try await answer(request(path, token: token))
    }

    @discardableResult
    func post(_ path: String, _ body: [UInt8], token: String? = nil) async throws -> ByteBuffer {
        var request = request(path, token: token)
        request.method = .POST
        request.body = .bytes(body)
        return try await answer(request)
    }

    private func answer(_ request: HTTPClientRequest) async throws -> ByteBuffer {
        let response = try await client.execute(request, timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 1 << 26)
        precondition(
            (200..<300).contains(response.status.code),
            "\(request.url): \(response.status) \(String(buffer: body))")
        return body
    }

    func json(_ body: ByteBuffer) throws -> JSON {
        try JSON(validating: Array(body.readableBytesView))
    }

    /// Listens to a session, and calls `take` with each piece of the stream.
    func listen(to session: String, _ take: @Sendable (String) -> Void) async throws {
        let response = try await client.execute(
            request("/api/live?session=\(session)", token: nil), timeout: .seconds(120))
        precondition(response.status == .ok, "\(response.status)")
        for try await piece in response.body {
            take(String(buffer: piece))
        }
    }
}

extension Optional where Wrapped: Sendable {
    fileprivate func asyncMap<Result>(
        _ body: (Wrapped) async throws -> Result
    ) async rethrows -> Result? {
        guard let self else { return nil }
        return try await body(self)
    }
}
