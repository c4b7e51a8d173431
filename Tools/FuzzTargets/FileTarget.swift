import Foundation

/// A whole session's file, forged by somebody who knows the format: its rows say anything, and all
/// checksums are right.
///
/// The first byte says what is asked (bits 0 to 2), whether the chains are right too (bit 3), and
/// whether the session is a long one (bits 4 and 5 both set); the rest are ``FileEdits``. All that
/// can be asked of a file takes a hundred times as long as one question.
enum FileTarget {
    @Sendable static func run(_ bytes: [UInt8]) {
        let head = bytes.first ?? 0
        let base = head & 0x30 == 0x30 ? BaseSession.long : BaseSession.short
        Scratch.file("session") { path in
            _ = FileManager.default.createFile(atPath: path, contents: base)
            forge(path, Array(bytes.dropFirst()), mendingChains: head & 8 != 0)
            wait { try await FileQuestions.ask(head & 7, path) }
        }
    }

    static func forge(_ path: String, _ bytes: [UInt8], mendingChains: Bool) {
        guard let connection = SQLConnection(path) else { return }
        var edits = FileEdits(bytes)
        edits.apply(to: connection, mendingChains: mendingChains)
    }
}
