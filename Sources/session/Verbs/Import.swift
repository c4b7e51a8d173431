import ArgumentParser
import Foundation
import SessionAnswers
import SessionFormats
import SessionStore

/// `session import`: transcripts of other tools become sessions.
struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Import transcripts of other tools, losslessly.",
        discussion: """
            A transcript that has grown adds only what is new, the same one again adds nothing. \
            Without -o the session is written into the folder you are in, under the transcript's \
            name. What the importer does not understand is kept as it is. Formats are told by what \
            a file holds. A folder stands for the transcripts in it and below; without one, the \
            folders are looked through in which the tools keep theirs. An export with several \
            conversations becomes a session for each.

            Examples
              session import chat.jsonl                            chat.session
              session import chat.jsonl -o parser.session
              session import ~/.claude/projects/app -o sessions/   each transcript in it
              session import -o sessions/                          whatever the tools left here
              session import -o sessions/ --follow                 and what comes from now on
              session import conversations.json -o chats/          one session a conversation
              session import chat.jsonl --again                    a fresh session
              session import chat.jsonl --mask                     secrets masked
            """)

    @Argument(help: "Transcripts, or folders of them.", completion: .file())
    var transcripts: [String] = []
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The session's file, or a folder for several.", valueName: "file|dir"))
    var output: String?
    @Option(name: .shortAndLong, help: "The transcripts' format. Default: told by what they hold.")
    var format: TranscriptFormat?
    @Option(help: ArgumentHelp("Whose the prompts are.", valueName: "name"))
    var user = "user"
    @Flag(help: "Write a fresh session, whatever was imported before.")
    var again = false
    @Flag(help: "Mask secrets that match well-known patterns.")
    var mask = false
    @Flag(help: "Keep following folders, and bring in what comes, until you end it.")
    var follow = false
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard !follow || !again else {
            throw ValidationError("What is followed is gone on with: leave --again away.")
        }
        guard output != "-" else {
            throw ValidationError("A session is a file, and cannot go to standard output.")
        }
    }

    /// Imports every transcript that can be; the first error decides how the command ends.
    func run() async throws {
        if follow { return try await followFolders() }
        let files = try TranscriptFolder.expand(transcripts, notes: common.notes)
        let importer = self.importer(into: destination(of: files))
        var first: CommandStatus?
        for file in files {
            do {
                try await run(importer, file, isOfMany: files.count > 1)
            } catch let error as SessionError {
                first = first ?? error.exitStatus
                let named = files.count == 1 ? error : error.about(file)
                _ = ErrorReport(named, arguments: common.json ? ["--json"] : []).send()
            }
        }
        if let first { throw Ended(status: first) }
    }

    private func run(
        _ importer: TranscriptImport, _ file: String, isOfMany: Bool
    ) async throws {
        let progress = Progress.importing(file)
        defer { progress.clear() }
        let report = try await importer.run(file) {
            progress.show($0.bytes, of: $0.totalBytes)
        }
        progress.clear()
        let reports = report.sessions
        for report in reports {
            let page = ImportPage(
                transcript: file, report: report, namesFormat: isOfMany || reports.count > 1)
            try page.write(isJSON: common.json)
        }
    }

    /// Brings in what is there, then what comes.
    private func followFolders() async throws {
        for folder in transcripts where !SessionFolder.isFolder(folder) {
            throw SessionError(
                .fileNotFound, "\(folder) is no folder", hint: "Follow the folder that it is in.")
        }
        let folders = transcripts.isEmpty ? TranscriptFolder.tools.places : transcripts
        try await Following(isJSON: common.json, notes: common.notes)
            .run(TranscriptFollower(importer(into: .folder(output ?? ".")), folders: folders))
    }

    private func importer(into destination: TranscriptImport.Destination) -> TranscriptImport {
        var importer = TranscriptImport(to: destination, format: format)
        importer.isMasking = mask
        importer.isFresh = again
        importer.user = user
        importer.whileWaiting = { Output.error.tryLine("session: waiting for another process …") }
        return importer
    }

    private func destination(of files: [String]) -> TranscriptImport.Destination {
        guard let output else { return .folder(".") }
        let isFolder =
            output.hasSuffix("/") || files.count > 1 || transcripts.isEmpty
            || SessionFolder.isFolder(output)
        return isFolder ? .folder(output) : .file(output)
    }
}

/// Finds the transcripts that arguments name.
enum TranscriptFolder {
    /// Where the tools of this person keep theirs.
    static var tools: ToolFolders {
        ToolFolders(
            home: UserFolders().home, environment: ProcessInfo.processInfo.environment)
    }

    /// Each folder stands for the transcripts in it and below; no argument for the folders in which
    /// the tools keep theirs.
    static func expand(_ paths: [String], notes: Notes) throws -> [String] {
        let places = paths.isEmpty ? tools.present : paths
        guard !places.isEmpty else {
            throw SessionError(
                .fileNotFound,
                "none of the tools that are known keeps transcripts in "
                    + UserFolders().home,
                hint: "Name transcripts, or folders of them.")
        }
        let found = try places.flatMap { path -> [String] in
            guard SessionFolder.isFolder(path) else { return [path] }
            let finding = try TranscriptFinder().find(in: path)
            for file in finding.skipped { notes.say(.leftOut, file.reason) }
            return finding.found.map(\.path)
        }
        guard found.isEmpty else { return found }
        throw SessionError(
            .fileNotFound, "there is no transcript in \(places.joined(separator: ", "))",
            hint: "Transcripts end in \(TranscriptFormat.endings.joined(separator: ", ")); "
                + "name one that ends otherwise itself.")
    }
}
