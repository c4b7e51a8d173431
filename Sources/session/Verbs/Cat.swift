import ArgumentParser
import Foundation
import SessionStore

/// `session cat`: a file's content at a moment.
struct Cat: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a file as it was at a moment, byte for byte.",
        discussion: """
            The path may be the end of a recorded path where only one file ends so. What the log \
            does not tell is said to be unknown, never guessed.

            Examples
              session cat app.session main@120:src/parser.swift
              session cat app.session README.md                  at the head of main
              diff <(session cat a.session main~3:x.py) <(session cat a.session main:x.py)
            """)

    @OptionGroup var target: SessionFile
    @Argument(help: ArgumentHelp("A moment, a colon and a path.", valueName: "moment:path"))
    var place: String
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let (moment, path) = try Self.parse(place)
        try await target.open { session in
            let point = try await session.resolve(moment)
            let file = try FilePath(path).find(
                in: try await session.files(at: point.moment, includingRemoved: true),
                of: target.file, at: point)
            let bytes = try await session.content(of: file.path, at: point.moment)
            if common.json {
                try Output.standard.json(record(file, bytes))
            } else {
                try Output.standard.bytes(bytes)
            }
        }
    }

    /// `MOMENT:PATH`; without a colon, or with nothing before it, the head of main.
    static func parse(_ text: String) throws -> (Moment, String) {
        if !text.contains(":") { return (.named(.main), text) }
        if text.hasPrefix(":"), text.count > 1 { return (.named(.main), String(text.dropFirst())) }
        return try Moment.withPath(text, localOffset: LocalTime.offset(ofLocal:))
    }

    private func record(_ file: FileState, _ bytes: [UInt8]) -> JSON {
        let text = String(validating: bytes, as: UTF8.self)
        return .object([
            ("path", .string(file.path)), ("revision", .number(file.revision)),
            ("size", .number(bytes.count)), ("text", text.map { .string($0) }),
            ("base64", text == nil ? .string(Data(bytes).base64EncodedString()) : nil),
        ])
    }
}

/// A path as a person gave it, to be found among the recorded ones.
struct FilePath {
    let text: String

    init(_ text: String) {
        self.text = text.hasPrefix("./") ? String(text.dropFirst(2)) : text
    }

    /// The file with exactly this path, or the only one whose path ends with it.
    ///
    /// - Throws: ``SessionError/Code/fileUnknown`` where there is none, and `ambiguousPath` with
    ///   the candidates where there are several.
    func find(
        in files: [FileState], of session: String, at point: Point
    ) throws -> FileState {
        // Two paths may be equal as text and differ in bytes (é, e and an accent): two files.
        let exact = files.first { $0.path.utf8.elementsEqual(text.utf8) }
        if let file = exact ?? files.first(where: { $0.path == text }) { return file }
        let ending = files.filter { isEnd(of: $0) && !$0.change.isRemoved }
        if ending.count == 1 { return ending[0] }
        guard ending.isEmpty else {
            throw SessionError(
                .ambiguousPath, "\"\(text)\" could be \(ending.count) files at \(point)",
                hint: "Write more of the path:\n"
                    + ending.prefix(8).map { "  \($0.path)" }.joined(separator: "\n"))
        }
        throw SessionError(
            .fileUnknown, "the log tells of no file \"\(text)\" at \(point)",
            hint: "See which files it knows: session files \(session) \(point)")
    }

    /// Whether a recorded path is written in short by this one.
    func isEnd(of file: FileState) -> Bool { file.path.hasSuffix("/" + text) }
}
