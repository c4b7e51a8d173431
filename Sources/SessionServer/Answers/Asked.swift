internal import Crypto
internal import Foundation
internal import Hummingbird
internal import NIOCore
internal import SessionAnswers
internal import SessionStore

/// What a request asks for, checked: parameters of its path and its query, and its body.
struct Asked {
    let request: Request
    let context: ServerContext
    private let query: [String: [String]]

    init(_ request: Request, _ context: ServerContext) {
        (self.request, self.context) = (request, context)
        var query: [String: [String]] = [:]
        for (key, value) in request.uri.queryParameters {
            query[String(key), default: []].append(String(value))
        }
        self.query = query
    }

    /// A name for what is asked: the same for the same path and query.
    var representation: String {
        SHA256.hash(data: Data(request.uri.description.utf8)).prefix(6)
            .map { String($0, radix: 16) }.joined(separator: ".")
    }

    // MARK: Path

    /// A parameter of the path, decoded. What does not decode names nothing.
    func path(_ name: String) throws -> String {
        guard let text = context.parameters.get(name)?.removingPercentEncoding,
            !text.isEmpty
        else { throw Problem.notFound }
        return text
    }

    // MARK: Query

    func text(_ name: String) -> String? { query[name]?.first }

    func texts(_ name: String) -> [String] { query[name] ?? [] }

    func required(_ name: String) throws -> String {
        guard let text = text(name), !text.isEmpty else {
            throw Problem.invalid("the parameter \(name) is missing")
        }
        return text
    }

    /// A whole number within bounds.
    func number(_ name: String, _ range: ClosedRange<Int>, else standard: Int) throws -> Int {
        guard let text = text(name) else { return standard }
        guard let number = Int(text), range.contains(number) else {
            throw Problem.invalid(
                "\(name) is a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func flag(_ name: String) throws -> Bool {
        switch text(name) {
        case nil, "false": false
        case "true", "": true
        default: throw Problem.invalid("\(name) is true or false")
        }
    }

    /// Whether what happened last comes first.
    var isDescending: Bool {
        get throws {
            switch text("order") {
            case nil, "ascending": false
            case "descending": true
            default: throw Problem.invalid("order is ascending or descending")
            }
        }
    }

    func time(_ name: String) throws -> Timestamp? {
        try text(name).map { text in
            guard let time = Timestamp(text) else {
                throw Problem.invalid("\(name) is a time like 2026-11-20T10:00:00Z")
            }
            return time
        }
    }

    /// A moment; where none is given the head of `main`.
    func moment(_ name: String = "at") throws -> Moment {
        try text(name).map { try Moment(asked: $0) } ?? .named(.main)
    }

    func branch(_ name: String = "branch") throws -> BranchName {
        try BranchName(argument: text(name) ?? "main")
    }

    // MARK: Body

    /// The whole body.
    ///
    /// - Throws: 413 beyond the limit.
    func body() async throws -> [UInt8] {
        let limit = context.limits.bodySize
        do {
            let buffer = try await request.body.collect(upTo: limit)
            return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw Problem.tooLarge(limit)
        }
    }

    /// The body as a JSON object; empty where there is none.
    func object() async throws -> JSON {
        let bytes = try await body()
        if bytes.isEmpty { return .object([]) }
        let json: JSON
        do {
            json = try JSON(validating: bytes)
        } catch {
            throw Problem.invalid("the body is no JSON: \(error)")
        }
        guard json.kind == .object else { throw Problem.invalid("the body is no JSON object") }
        return json
    }
}

extension Moment {
    /// A moment as a client writes it: a time without a zone is in UTC.
    init(asked text: String) throws { try self.init(text, clock: .universal) }
}

extension JSON {
    /// A member that is a string, if it is there.
    func text(_ name: String) throws -> String? {
        guard let value = self[name], !value.isNull else { return nil }
        guard let text = value.string else { throw Problem.invalid("\(name) is no string") }
        return text
    }

    /// A member that must be a string, and not an empty one.
    func requiredText(_ name: String) throws -> String {
        guard let text = try text(name), !text.isEmpty else {
            throw Problem.invalid("the member \(name) is missing")
        }
        return text
    }

    /// A member that is a moment, if it is there.
    func moment(_ name: String) throws -> Moment? { try text(name).map { try Moment(asked: $0) } }

    /// A member that names a branch; `main` where it is missing.
    func branch(_ name: String) throws -> BranchName {
        try BranchName(argument: text(name) ?? "main")
    }

    /// Members that are moments.
    func moments(_ name: String) throws -> [Moment] {
        try array(name).map { try Moment(asked: $0.string ?? "") }
    }

    /// A member that is a boolean; false where it is missing.
    func flag(_ name: String) throws -> Bool {
        guard let value = self[name], !value.isNull else { return false }
        guard let flag = value.bool else { throw Problem.invalid("\(name) is no boolean") }
        return flag
    }

    /// A member that is an array; empty where it is missing.
    func array(_ name: String) throws -> [JSON] {
        guard let value = self[name], !value.isNull else { return [] }
        guard value.kind == .array else { throw Problem.invalid("\(name) is no array") }
        return value.elements
    }

    /// A member that is an object, if it is there.
    func object(_ name: String) throws -> JSON? {
        guard let value = self[name], !value.isNull else { return nil }
        guard value.kind == .object else { throw Problem.invalid("\(name) is no object") }
        return value
    }
}
