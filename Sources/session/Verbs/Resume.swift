import ArgumentParser
import Foundation
import Platform
import SessionAnswers
import SessionFormats
import SessionStore

/// `session resume`: a session goes on in the tool that it came from, or in another one.
struct Resume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Go on with a session, from any moment, in a tool.",
        discussion: """
            Writes the conversation up to the moment as a transcript where the tool looks for \
            them, under a new id, so that nothing of the original is touched, and prints the \
            tool's own command that goes on with it; --run starts that. The tool is the one that \
            the session came from, or claude-code. When it was gone on with, import the new \
            transcript: it comes home as a branch.

            Before a compaction, what was compacted is there again. To go on without one turn in \
            the middle, fork before it and pick the later ones onto the fork. A merged branch goes \
            on with what was merged. A subagent's branch becomes a conversation of its own. With \
            --cwd, paths in the recorded folder become paths in that one: for another machine.

            Examples
              session resume app.session                            as it stands
              session resume app.session main~2 --run               two turns undone
              session resume app.session idea --with codex
              session resume app.session agent-b20d54
              session resume app.session --cwd ~/work/app
            """)

    @OptionGroup var target: SessionFile
    @OptionGroup var at: MomentArgument
    @Option(
        name: .customLong("with"),
        help: ArgumentHelp("The tool: claude-code (or claude), codex.", valueName: "tool"))
    var tool: String?
    @Option(
        help: ArgumentHelp(
            "The folder to go on in. Default: the recorded one.", valueName: "dir"))
    var cwd: String?
    @Flag(name: .customLong("run"), help: "Start the tool.")
    var isStarted = false
    @Flag(help: "Refuse where the transcript would leave something out, and write nothing.")
    var strict = false
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if let tool, Self.format(tool) == nil {
            let names = TranscriptFormat.all.filter(\.isResumed).map(\.name)
            throw ValidationError("No tool is called \(tool): \(names.joined(separator: ", ")).")
        }
    }

    /// A tool by the name of its format, or of its command.
    private static func format(_ name: String) -> TranscriptFormat? {
        TranscriptFormat.all.first { format in
            format.isResumed && (format.name == name || format.name.hasPrefix(name + "-"))
        }
    }

    func run() async throws {
        let moment = try at.moment
        let place = try await target.open { session in
            let format = try await self.format(for: session)
            let place = try await self.place(of: session, at: moment, as: format)
            if strict { try await FormatCalls.check(session, at: moment, as: format) }
            let notes = try await write(session, at: moment, as: format, to: place)
            for note in notes { common.notes.say(.leftOut, note) }
            return place
        }
        try report(place)
        if isStarted { try start(place) }
    }

    private func format(for session: Session) async throws -> TranscriptFormat {
        if let tool, let format = Self.format(tool) { return format }
        let origin = try await TranscriptFormat.origin(of: session)
        return origin.flatMap { $0.isResumed ? $0 : nil } ?? .claudeCode
    }

    private func place(
        of session: Session, at moment: Moment, as format: TranscriptFormat
    ) async throws -> TranscriptPlace {
        let options = SessionOptions()
        let now = options.clock()
        let recorded = try await TranscriptPlace.folder(of: session, at: moment)
        let here = FileManager.default.currentDirectoryPath
        let folder = cwd.map { NSString(string: $0).expandingTildeInPath } ?? recorded ?? here
        let place = TranscriptPlace(
            format, id: TranscriptPlace.newID(options.random(16)),
            folder: Self.absolute(folder, in: here),
            at: CivilTime(now, offset: LocalTime.offset(at: now)),
            environment: ProcessInfo.processInfo.environment)
        guard let place else {
            throw SessionError(
                .unknownFormat, "no tool goes on with \(format.title)",
                hint: "Name one with --with.")
        }
        return place
    }

    /// As the tool sees the folder it is started in: links followed where it is there.
    private static func absolute(_ folder: String, in here: String) -> String {
        let url = URL(filePath: folder, relativeTo: URL(filePath: here + "/")).standardizedFileURL
        let path = url.resolvingSymlinksInPath().path
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    private func write(
        _ session: Session, at moment: Moment, as format: TranscriptFormat,
        to place: TranscriptPlace
    ) async throws -> [String] {
        let home = URL(filePath: place.path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        } catch {
            throw SessionError(
                .noPermission, "the folder \(home.path) cannot be made", cause: error)
        }
        let file = try NewFile(place.path, replacing: false)
        let recorded = try await TranscriptPlace.folder(of: session, at: moment)
        let folder = cwd == nil && recorded != nil ? nil : place.folder
        do {
            let notes = try await FormatCalls.export(
                session, at: moment, as: format,
                under: ExportIdentity(id: place.id, folder: folder)
            ) { name, bytes in
                if name == nil { try file.write(bytes) }
            }
            _ = try file.finish()
            return notes
        } catch {
            file.discard()
            throw error
        }
    }

    private func report(_ place: TranscriptPlace) throws {
        if common.json { return try Output.standard.json(Records.resumed(place)) }
        try Output.standard.line("wrote \(DisplayText.oneLine(place.path))")
        let command = ([place.folder] + place.command).map(Self.quoted)
        try Output.standard.line(
            "cd \(command[0]) && \(command.dropFirst().joined(separator: " "))")
    }

    /// As a shell takes it.
    private static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy { byte in
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-~+:@"
                .utf8.contains(byte)
        }
        return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }

    /// Becomes the tool, in the folder and at this terminal.
    private func start(_ place: TranscriptPlace) throws {
        try Output.standard.flush()
        let reason = TerminalProgram.become(place.command, in: place.folder)
        throw SessionError(
            .ioFailed, "\(place.command[0]) cannot be started in \(place.folder): \(reason)",
            hint: "Start it yourself: \(place.command.joined(separator: " "))")
    }
}
