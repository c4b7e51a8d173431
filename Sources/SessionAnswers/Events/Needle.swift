internal import Foundation
internal import JSONText
internal import SessionIndex
public import SessionStore

/// Words that are searched for in what events say, whatever the case of their letters: an event
/// has to say all of them.
///
/// ```swift
/// let needle = Needle("parser \"lock timeout\"")
/// for try await event in session.allEvents() where needle.isSaid(in: event) { … }
/// ```
public struct Needle: Sendable {
    private struct Word {
        let text: String
        /// The text's bytes where JSON writes each of them as it is: only a body that holds them
        /// needs to be looked into.
        let plain: [UInt8]?
    }

    private let words: [Word]

    /// Prepared once, for any number of events.
    ///
    /// - Parameter text: words as a search of a folder takes them; a text without a letter is
    ///   searched for as it is.
    public init(_ text: String) {
        let texts = (try? SearchWords(text))?.texts ?? [text]
        words = texts.map { text in
            let isPlain = text.utf8.allSatisfy { $0 == 0x20 || Self.isLetterOrDigit($0) }
            return Word(text: text, plain: isPlain ? text.lowercased().utf8.map { $0 } : nil)
        }
    }

    /// Whether an event's subject holds the words, or what was said in it as it reads, and not as
    /// JSON writes it.
    ///
    /// - Parameter event: with its body.
    public func isSaid(in event: Event) -> Bool {
        let left = words.filter { word in
            !(event.subject?.localizedCaseInsensitiveContains(word.text) ?? false)
        }
        guard !left.isEmpty else { return true }
        guard event.kind.role == .adds || event.kind == .titleChanged,
            left.allSatisfy({ $0.plain.map { Self.holds(event.body.bytes, $0) } ?? true })
        else { return false }
        let texts =
            event.message.map { $0.parts.map { Self.text(of: $0) } } ?? [EventSummary(event).text]
        return left.allSatisfy { word in
            texts.contains { $0.localizedCaseInsensitiveContains(word.text) }
        }
    }

    private static func text(of part: Message.Part) -> String {
        switch part {
        case .text(let text), .thinking(let text): ReadableText(text).whole
        case .toolCall(_, let name, let arguments):
            name + "\n" + arguments.readableStrings.joined(separator: "\n")
        case .toolResult(_, let result, _): ReadableText(result).whole
        case .other(let type, _): type
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    /// - Parameter lower: letters in lower case, digits and spaces.
    static func holds(_ bytes: [UInt8], _ lower: [UInt8]) -> Bool {
        guard let first = lower.first, bytes.count >= lower.count else { return lower.isEmpty }
        for start in 0...bytes.count - lower.count where fold(bytes[start]) == first {
            var index = 1
            while index < lower.count, fold(bytes[start + index]) == lower[index] { index += 1 }
            if index == lower.count { return true }
        }
        return false
    }

    private static func fold(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}
