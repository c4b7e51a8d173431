internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import SessionStore

/// What an endpoint answers: one JSON value, or nothing.
struct Answer: ResponseGenerator, Sendable {
    var status: HTTPResponse.Status = .ok
    var json: JSON?
    var headers: HTTPFields = [:]

    static func ok(_ json: JSON) -> Answer { Answer(json: json) }

    /// - Parameter path: where what was made can be read.
    static func created(_ json: JSON, at path: String) -> Answer {
        Answer(status: .created, json: json, headers: [.location: path])
    }

    /// A part of a path, or of a header's value, with nothing in it that means something there
    /// (RFC 3986, 2.3).
    static func escaped(_ text: String) -> String {
        let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
        let plain = CharacterSet(charactersIn: letters + "0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }

    static let empty = Answer(status: .noContent)

    /// Many values of one sort under a name, and where there are more what asks for them.
    static func list(_ name: String, _ values: [JSON], next: String? = nil) -> Answer {
        .ok(.object([(name, .array(values)), ("next", next.map { .string($0) })]))
    }

    func tagged(_ tag: EntityTag) -> Answer {
        var answer = self
        answer.headers[.eTag] = tag.text
        return answer
    }

    func response(from request: Request, context: some RequestContext) -> Response {
        guard let json else { return Response(status: status, headers: headers) }
        var headers = headers
        headers[.contentType] = "application/json"
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: json.oneLine)))
    }
}
