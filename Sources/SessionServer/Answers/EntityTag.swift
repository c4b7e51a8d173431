internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import SessionStore

/// What tells whether an answer is still the same (RFC 9110, 8.8.3): a session's stamp, and which
/// representation it is of.
struct EntityTag: Sendable {
    let text: String

    /// - Parameter representation: such as `preview`: each has tags of its own.
    init(_ stamp: String, _ representation: String) { text = "\"\(stamp)-\(representation)\"" }

    /// Whether a list of tags in a header names this one.
    private func isNamed(in header: String) -> Bool {
        header.split(separator: ",").contains { part in
            let tag = part.trimmingCharacters(in: CharacterSet(charactersIn: " "))
            return tag == "*" || tag == text
        }
    }

    /// Refuses what was decided on an older state.
    ///
    /// - Throws: 428 where `If-Match` is missing, 412 where it names other states.
    func requireMatch(in request: Request) throws {
        guard let header = request.headers[.ifMatch] else {
            throw Problem(
                .preconditionRequired, "preconditionRequired", "If-Match is missing",
                hint: "Send the ETag of what you have read, so that nobody's change is lost.")
        }
        guard isNamed(in: header) else {
            var problem = Problem(
                .preconditionFailed, "preconditionFailed", "it was changed since you have read it",
                hint: "Read it again, and decide anew.")
            problem.headers[.eTag] = text
            throw problem
        }
    }

    /// Whether the client has this very answer already.
    func isKnown(to request: Request) -> Bool {
        request.headers[.ifNoneMatch].map { isNamed(in: $0) } ?? false
    }

    /// The answer, or only that it is still the same.
    func answer(
        to request: Request, _ make: () async throws -> JSON
    ) async throws -> Answer {
        if isKnown(to: request) { return Answer(status: .notModified).tagged(self) }
        return Answer.ok(try await make()).tagged(self)
    }
}
