public import SessionStore
internal import Texts

/// Answers as JSON: one encoder for each, which command, server and page share.
///
/// `Schemas/openapi.yaml` describes each. Times are in UTC, and what an answer has not is left
/// out. An answer that is one thing is one value; one that is many, such as the lines of a blame,
/// is a value for each, so that it can be written as it comes.
///
/// ```swift
/// for branch in try await session.branches() {
///     print(Records.branch(branch))  // {"name":"main","head":120,"digest":"…","archived":false}
/// }
/// ```
///
/// Cost of each: the size of what it tells.
public enum Records {
    /// A point: `branch` and `revision`.
    public static func point(_ point: Point) -> JSON {
        ["branch": .string(point.branch.rawValue), "revision": .number(point.revision)]
    }

    /// An error: under `error` its `code`, `message` and `hint`.
    ///
    /// - Parameter path: the session that it is about; nil: none, or the only one.
    public static func error(
        code: String, message: String, hint: String?, of path: String? = nil
    ) -> JSON {
        let fields = JSON.object([
            ("code", .string(code)), ("message", .string(message)),
            ("hint", hint.map { .string($0) }),
        ])
        return .object([("path", path.map { .string($0) }), ("error", fields)])
    }

    static func time(_ time: Timestamp?) -> JSON? { time.map { .string($0.description) } }

    /// Bytes as the member `text` where they are UTF-8, otherwise as `base64`.
    static func content(_ bytes: [UInt8]) -> [(String, JSON?)] {
        let text = String(validating: bytes, as: UTF8.self)
        return [
            ("text", text.map { .string($0) }), ("base64", text == nil ? base64(bytes) : nil),
        ]
    }

    static func base64(_ bytes: [UInt8]) -> JSON {
        .string(String(decoding: Base64.encode(bytes), as: UTF8.self))
    }

    /// How often each name comes, by name.
    static func counts(_ counts: [String: Int]) -> JSON {
        .object(counts.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value)) })
    }
}
