public import SessionStore

/// A path as a person gave it, to be found among the recorded ones.
public struct FilePath: Sendable {
    /// Without `./` at its beginning.
    public let text: String

    public init(_ text: String) {
        self.text = text.hasPrefix("./") ? String(text.dropFirst(2)) : text
    }

    /// The file with exactly this path, or the only one whose path ends with it.
    ///
    /// - Parameters:
    ///   - session: its file, for what errors say.
    ///   - point: where these files are known.
    /// - Throws: ``SessionError/Code/fileUnknown`` where there is none, and `ambiguousPath` with
    ///   the candidates where there are several.
    public func find(
        in files: [FileState], of session: String, at point: Point
    ) throws -> FileState {
        guard !text.isEmpty else {
            throw SessionError(
                .invalidInput, "a file has a path, and this one is empty",
                hint: "See which files there are: \(.files(at: point, in: session))")
        }
        // Two paths may be equal as text and differ in bytes (é, e and an accent): two files.
        let exact = files.first { $0.path.utf8.elementsEqual(text.utf8) }
        if let file = exact ?? files.first(where: { $0.path == text }) { return file }
        let ending = files.filter { isEnd(of: $0) && !$0.change.isRemoved }
        if ending.count == 1 { return ending[0] }
        guard ending.isEmpty else {
            throw SessionError(
                .ambiguousPath, "\"\(text)\" could be \(ending.count) files at \(point)",
                hint: """
                    Write more of the path:
                    \(ending.prefix(8).map { "  \($0.path)" }.joined(separator: "\n"))
                    """)
        }
        throw SessionError(
            .fileUnknown, "the log tells of no file \"\(text)\" at \(point)",
            hint: "See which files it knows: \(.files(at: point, in: session))")
    }

    /// Whether a recorded path is written in short by this one.
    public func isEnd(of file: FileState) -> Bool { file.path.hasSuffix("/" + text) }
}
