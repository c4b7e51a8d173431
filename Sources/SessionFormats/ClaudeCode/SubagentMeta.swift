import Foundation
import SessionStore
internal import Texts

/// What Claude Code writes beside a subagent's file: `agent-1.meta.json` beside `agent-1.jsonl`, a
/// few words about who the agent is.
enum SubagentMeta {
    /// The longest that is kept, in bytes.
    private static let limit = 1 << 16

    static func name(beside file: String) -> String {
        (file.hasSuffix(".jsonl") ? String(file.dropLast(".jsonl".count)) : file) + ".meta.json"
    }

    /// nil where there is none, or none that is text of a sensible size.
    static func read(beside path: String) -> String? {
        let place = name(beside: path)
        guard (1...limit).contains(TranscriptFiles.size(of: place)),
            let data = FileManager.default.contents(atPath: place)
        else { return nil }
        return String(validating: data, as: UTF8.self)
    }

    static func masked(_ text: String) -> String {
        SecretScanner.shared.mask(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
            ?? text
    }
}
