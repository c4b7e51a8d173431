import ArgumentParser
import Foundation
import SessionAnswers
import SessionFormats
import SessionStore

/// `session export`: a session in another format.
struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write CloudEvents, Markdown, a page of HTML or a transcript.",
        discussion: """
            Without a moment, cloudevents and the transcripts of tools hold the whole session, all \
            branches; with one they hold that branch's line up to it. Markdown, html and openai \
            are one line of conversation, of main where nothing else is said. What came from a \
            tool becomes a transcript of another one, too; what that has no form for is told, and \
            refused with --strict. A transcript that was imported comes out byte for \
            byte; a branch carries an id of its own, so that its tool takes it for another \
            session, and comes home when it is imported again. With -o DIR/ files have the names \
            that the tool gives them, those of subagents beside them; otherwise the transcript \
            comes alone. Nothing is written into the session, unless --record says so.

            Examples
              session export app.session > app.jsonl
              session export app.session main@120 --format markdown -o talk.md
              session export app.session --format claude-code -o back.jsonl
              session export app.session --format claude-code -o ~/.claude/projects/app/
              session export app.session idea~1 --format codex -o idea.jsonl
              session export app.session --format html -o talk.html
              session export app.session --format markdown --record --actor user:ana
            """)

    @OptionGroup var target: SessionFile
    @OptionGroup var at: MomentArgument
    @Option(name: .shortAndLong, help: "What to write.")
    var format = TranscriptFormat.cloudEvents
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Write into this file, which must not exist, or through a pipe or a device that does; "
                + "into a folder, under a name of its own (dir/); -: standard output, as without.",
            valueName: "file"))
    var output: String?
    @Flag(help: "Write over a file that exists; it keeps its mode.")
    var force = false
    @Flag(help: "Refuse an export that would leave something out, and write nothing.")
    var strict = false
    @Flag(help: "Record in the session that it was exported.")
    var record = false
    @OptionGroup var acting: ActingOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let moment = at.text == nil ? nil : try at.moment
        try await target.open(record ? .readWrite : .readOnly) { session in
            if strict { try await FormatCalls.check(session, at: moment, as: format) }
            let notes =
                if let output, output != "-" {
                    try await write(session, moment, to: output)
                } else {
                    try await pipe(session, moment)
                }
            try Output.standard.flush()
            for note in notes { common.notes.say(.leftOut, note) }
            if record { try await session.recordExport(format: format.name, by: acting.actor) }
        }
    }

    private func pipe(_ session: Session, _ moment: Moment?) async throws -> [String] {
        var others: Set<String> = []
        let notes = try await FormatCalls.export(session, at: moment, as: format) { file, bytes in
            if let file { others.insert(file) } else { try Output.standard.bytes(bytes) }
        }
        return notes + Self.notes(others)
    }

    /// What a person should know of files that have no place in one.
    private static func notes(_ others: Set<String>) -> [String] {
        others.isEmpty
            ? []
            : ["left out \(Counts.of(others.count, "file")) of subagents; -o DIR/ writes them, too"]
    }

    private static func isFolder(_ output: String) -> Bool {
        output.hasSuffix("/") || SessionFolder.isFolder(output)
    }

    private static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        } catch {
            throw SessionError(.noPermission, "the folder \(path) cannot be made", cause: error)
        }
    }

    private func write(
        _ session: Session, _ moment: Moment?, to output: String
    ) async throws -> [String] {
        let isFolder = Self.isFolder(output)
        let place =
            isFolder
            ? URL(filePath: output, directoryHint: .isDirectory).appending(
                path: try await FormatCalls.fileName(
                    session, at: moment, of: target.file, as: format)
            ).relativePath : output
        if isFolder { try Self.makeFolder(output) }
        let set = try NewFileSet(place, replacing: force)
        do {
            var others: Set<String> = []
            var notes = try await FormatCalls.export(session, at: moment, as: format) {
                if let file = $0, !isFolder {
                    others.insert(file)
                } else {
                    try set.write($1, to: $0)
                }
            }
            notes += Self.notes(others)
            for (path, bytes) in try set.finish() { try report(path, bytes) }
            return notes
        } catch {
            set.discard()
            throw error
        }
    }

    private func report(_ path: String, _ bytes: Int) throws {
        if common.json {
            try Output.standard.json(Records.exported(path, as: format, bytes: bytes))
        } else {
            try Output.standard.line("wrote \(DisplayText.oneLine(path)), \(Counts.bytes(bytes))")
        }
    }
}
