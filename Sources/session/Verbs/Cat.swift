import ArgumentParser
import SessionAnswers
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
            let (file, point) = try await FilePlace(
                place, clock: LocalTime.clock
            ).findSeen(in: session, of: target.file)
            let bytes = try await session.content(of: file, at: point)
            warn(of: file, at: point)
            try await ErasedChanges.warn(at: point.moment, of: file, in: session, by: common.notes)
            if common.json {
                try Output.standard.json(Records.content(bytes, of: file))
            } else {
                try Output.standard.bytes(bytes)
            }
        }
    }

    private func warn(of file: FileState, at point: Point) {
        guard let sighting = file.sighting else { return }
        let path = DisplayText.oneLine(file.path)
        common.notes.say(
            .seenElsewhere,
            "\(path) \(sighting.label): the log does not tell it at \(point)")
    }
}
