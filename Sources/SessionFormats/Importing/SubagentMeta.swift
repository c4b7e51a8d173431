import Foundation
import SessionStore
internal import Texts

/// What a tool writes beside a subagent's file: a few words about who the agent is.
enum SubagentMeta {
    /// The longest that is kept, in bytes.
    private static let limit = 1 << 16

    /// - Parameter path: where it is; nil: the tool writes none.
    /// - Returns: nil where there is none, or none that is text of a sensible size.
    static func read(_ path: String?) -> String? {
        guard let path, (1...limit).contains(LineReader.size(of: path)),
            let data = FileManager.default.contents(atPath: path)
        else { return nil }
        return String(validating: data, as: UTF8.self)
    }

    static func masked(_ text: String) -> String {
        SecretScanner.shared.mask(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
            ?? text
    }
}
