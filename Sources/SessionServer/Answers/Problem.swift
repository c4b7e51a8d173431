internal import HTTPTypes
internal import Hummingbird
internal import SessionAnswers
internal import SessionStore

/// Why a request did not get what it asked for: problem details as RFC 9457 has them.
struct Problem: Error, Sendable {
    var status: HTTPResponse.Status
    /// What a program acts on: a code of ``SessionError``, or one of the server's own.
    var code: String
    var detail: String
    var hint: String?
    var headers: HTTPFields = [:]
    /// Members of this problem's own.
    var members: [(String, JSON?)] = []

    init(
        _ status: HTTPResponse.Status, _ code: String, _ detail: String, hint: String? = nil
    ) {
        (self.status, self.code, self.detail, self.hint) = (status, code, detail, hint)
    }

    func with(_ members: [(String, JSON?)]) -> Problem {
        var problem = self
        problem.members += members
        return problem
    }

    var json: JSON {
        .object(
            [
                ("type", .string("about:blank")), ("title", .string(status.reasonPhrase)),
                ("status", .number(status.code)), ("code", .string(code)),
                ("detail", .string(detail)), ("hint", hint.map { .string($0) }),
            ] + members)
    }

    var response: Response {
        var headers = headers
        headers[.contentType] = "application/problem+json"
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: json.oneLine)))
    }
}

// MARK: The server's own

extension Problem {
    static let notFound = Problem(
        .notFound, "notFound", "there is nothing here that you may see",
        hint: "Look at GET /api/projects and GET /api/sessions for what there is.")

    static func invalid(_ detail: String, hint: String? = nil) -> Problem {
        Problem(.badRequest, "invalidInput", detail, hint: hint)
    }

    /// A word that is not among those that there are.
    ///
    /// - Parameter sort: what it is not, such as `order`.
    static func unknown(_ word: String, _ sort: String, among words: [String]) -> Problem {
        .invalid("\(word) is no \(sort)", hint: "There are: \(words.joined(separator: ", "))")
    }

    static func conflict(_ code: String, _ detail: String, hint: String? = nil) -> Problem {
        Problem(.conflict, code, detail, hint: hint)
    }

    static func forbidden(_ role: Role) -> Problem {
        Problem(
            .forbidden, "forbidden", "this takes the role \(role.rawValue) in the project",
            hint: "Ask an owner of the project for it.")
    }

    static func tooLarge(_ limit: Int) -> Problem {
        Problem(
            .contentTooLarge, "tooLarge", "the body has more than \(limit) bytes",
            hint: "Send less at once: events in several requests, files by an import.")
    }

    static func unauthorized(_ detail: String) -> Problem {
        var problem = Problem(
            .unauthorized, "unauthorized", detail,
            hint: "Send Authorization: Bearer TOKEN; session token makes one.")
        problem.headers[.wwwAuthenticate] = #"Bearer realm="session-store""#
        return problem
    }

    /// Nothing more can be opened just now.
    static func busy(
        _ detail: String = "too many sessions are open at once", seconds: Int
    ) -> Problem {
        Problem(.serviceUnavailable, "busy", detail, hint: "Try again in \(seconds) s.")
            .retried(after: seconds)
    }

    static func tooManyRequests(_ detail: String, seconds: Int) -> Problem {
        Problem(.tooManyRequests, "tooManyRequests", detail, hint: "Go on in \(seconds) s.")
            .retried(after: seconds)
    }

    private func retried(after seconds: Int) -> Problem {
        var problem = self
        problem.headers[.retryAfter] = "\(seconds)"
        return problem
    }

    /// A session would take another one's place.
    static func sessionExists(_ id: String, hint: String? = nil) -> Problem {
        conflict("sessionExists", "there is a session \(id) already", hint: hint)
    }
}

// MARK: Of others' errors

extension Problem {
    init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as SessionError: self.init(error)
        case let error as any HTTPResponseError where error.status.code < 500:
            self.init(error.status, "request", error.status.reasonPhrase)
        case is CancellationError: self = .busy(seconds: 1)
        default:
            self.init(.internalServerError, "fault", "the server failed; its log tells more")
        }
    }

    private init(_ error: SessionError) {
        self.init(
            error.httpStatus, error.code.rawValue, error.message,
            hint: error.hint?.worded(\.description))
        if status == .serviceUnavailable { headers[.retryAfter] = "1" }
    }
}

extension SessionError {
    /// What its category is in HTTP.
    var httpStatus: HTTPResponse.Status {
        if code == .eventTooLarge { return .contentTooLarge }
        return switch code.category {
        case .invalid: .badRequest
        case .undecided, .refused: .conflict
        case .notFound: .notFound
        case .inaccessible: .serviceUnavailable
        case .damaged, .fault: .internalServerError
        }
    }
}
