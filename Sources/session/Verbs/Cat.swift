import ArgumentParser
import Foundation
import SessionStore

/// `session cat`: a file's content at a moment.
struct Cat: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a file as it was at a moment, byte for byte.",
        discussion: """
            The path may be the end of a recorded path where only one file ends so. Of a file that \
            the log does not tell of the moment, what a tool read of it, or found before it first \
            changed it, is given, and said to be that; what is told nowhere is unknown, never \
            guessed.

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
        try await target.open { session in
            let (file, point) = try await SeenFiles.find(
                FilePlace(place), in: session, of: target.file)
            let bytes = try await SeenFiles.content(of: file, at: point, in: session)
            try await ErasedChanges.warn(at: point.moment, of: file, in: session)
            if common.json {
                try Output.standard.json(record(file, bytes))
            } else {
                try Output.standard.bytes(bytes)
            }
        }
    }

    private func record(_ file: FileState, _ bytes: [UInt8]) -> JSON {
        let text = String(validating: bytes, as: UTF8.self)
        return .object([
            ("path", .string(file.path)), ("revision", .number(file.revision)),
            ("seen", file.sighting.map { Records.sighting($0) }),
            ("size", .number(bytes.count)), ("text", text.map { .string($0) }),
            ("base64", text == nil ? .string(Data(bytes).base64EncodedString()) : nil),
        ])
    }
}
