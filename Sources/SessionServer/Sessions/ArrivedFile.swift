internal import Foundation
internal import Hummingbird
internal import SessionStore

/// A file that somebody sent, where it does not count yet.
struct ArrivedFile: Sendable {
    let path: String

    init(_ path: String) { self.path = path }

    /// Whether it is a database, as sessions are.
    var isDatabase: Bool {
        get throws {
            let handle = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? handle.close() }
            return try handle.read(upToCount: 15) == Data("SQLite format 3".utf8)
        }
    }

    /// The session's id.
    var id: String { get async throws { try await Session.useOne(path) { $0.id } } }

    /// Looks at every row, payload and digest of a session.
    ///
    /// - Parameter name: how errors call it.
    /// - Throws: 400 where it is damaged, or none.
    func check(saying name: String) async throws {
        do {
            try await Session.useOne(path) { session in
                for try await finding in session.verify() {
                    throw Problem.invalid(
                        "\(name) is damaged: \(finding.message)",
                        hint: "Check it where it came from: session verify FILE")
                }
            }
        } catch let error as SessionError where error.code.category == .damaged {
            let reason = error.message.replacing("\(path): ", with: "").replacing(path, with: "it")
            throw Problem.invalid("\(name) is not sound: \(reason)")
        }
    }
}

extension Asked {
    /// Writes the body into a new file.
    ///
    /// - Throws: 413 beyond the limit, 400 where there is no body.
    func receive(to path: String) async throws {
        let limit = context.limits.uploadSize
        let handle = try Staging.writing(to: path)
        defer { try? handle.close() }
        var size = 0
        for try await buffer in request.body {
            size += buffer.readableBytes
            guard size <= limit else { throw Problem.tooLarge(limit) }
            try handle.write(contentsOf: Data(buffer.readableBytesView))
        }
        guard size > 0 else {
            throw Problem.invalid("the body is empty", hint: "Send the file as the body.")
        }
    }
}
