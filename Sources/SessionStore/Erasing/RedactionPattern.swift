internal import Foundation
internal import SessionModel
internal import Texts

/// What is looked for in events that are to be erased: a text, or a regular expression.
///
/// Looked through are subjects, actors, ids, contents of files, and bodies: as they were written
/// and with the escapes of their strings resolved.
public struct RedactionPattern: Sendable, Hashable {
    private let text: String
    private let isRegex: Bool

    /// A text that is found wherever its bytes are, its accents put together with their letters or
    /// apart, as file systems write them; capital and small letters differ.
    ///
    /// - Throws: ``SessionError/Code/invalidInput`` for an empty one.
    public init(text: String) throws {
        guard !text.isEmpty else { throw Self.empty }
        self.text = text
        isRegex = false
    }

    /// A regular expression in ICU's syntax, such as `sk-[A-Za-z0-9]{20,}`.
    ///
    /// - Throws: ``SessionError/Code/invalidInput`` where it does not read.
    public init(regex: String) throws {
        guard !regex.isEmpty else { throw Self.empty }
        text = regex
        isRegex = true
        _ = try expression()
    }

    /// `/…/` is a regular expression, anything else a text.
    public init(_ argument: String) throws {
        if argument.count > 2, argument.hasPrefix("/"), argument.hasSuffix("/") {
            try self.init(regex: String(argument.dropFirst().dropLast()))
        } else {
            try self.init(text: argument)
        }
    }

    private static let empty = SessionError(
        .invalidInput, "an empty pattern fits everything",
        hint: "Give the text to look for, or /a regular expression/.")

    private func expression() throws -> NSRegularExpression {
        do {
            return try NSRegularExpression(pattern: text)
        } catch {
            throw SessionError(
                .invalidInput, "/\(text)/ is no regular expression",
                hint: "Give a text without slashes around it to look for just that.", cause: error)
        }
    }

    /// Whether a text holds what is looked for.
    public func fits(_ text: String) throws -> Bool { try matcher()(Array(text.utf8)) }

    /// Made once, to be asked of many texts.
    func matcher() throws -> ([UInt8]) -> Bool {
        if isRegex {
            let expression = try expression()
            return { bytes in
                let text = String(decoding: bytes, as: UTF8.self)
                let whole = NSRange(location: 0, length: text.utf16.count)
                return expression.firstMatch(in: text, range: whole) != nil
            }
        }
        let forms = [
            text, text.precomposedStringWithCanonicalMapping,
            text.decomposedStringWithCanonicalMapping,
        ]
        // Inside the recipe of a request a text stands as it stood in the request's JSON.
        let patterns = Set(
            forms.flatMap { [Array($0.utf8), Array(JSON.string($0).bytes.dropFirst().dropLast())] }
        ).map { BytePattern($0) }
        return { bytes in patterns.contains { $0.isFound(in: bytes) } }
    }
}
