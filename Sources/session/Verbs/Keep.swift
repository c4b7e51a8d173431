import ArgumentParser
import Foundation
import Platform
import SessionAnswers
import SessionFormats
import SessionStore

/// `session keep`: what the tools of this machine have said is never lost.
struct Keep: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keep the sessions of all tools, now and from now on.",
        discussion: """
            Imports all transcripts that the tools left here into a folder of yours, with a folder \
            for each project in it, says what is kept, and installs a service of yours (systemd, \
            on macOS launchd) that brings in each new line as it comes. Say it again whenever you \
            like: what is there already is gone on with.

            The tools' own folders are read and never written to, and what they delete stays kept. \
            Tools that you install later are followed, too. A project's folder is called like the \
            folder you worked in; you may give it another name, or move it within the data.

            Examples
              session keep
              session keep --data /mnt/large/sessions
              session keep --status
              session keep --no-service                 what is there, and no more
              session keep --run                        follow now, here, until Ctrl-C
              session keep --remove                     ends the service; sessions stay
              session list -r ~/.local/share/session-store
            """)

    @Option(
        help: ArgumentHelp(
            "Where sessions are kept. Default: where the service keeps them, or session-store in "
                + "your folder for data.",
            valueName: "dir"),
        completion: .directory)
    var data: String?
    @Flag(help: "Say what is kept and whether the service runs, and change nothing.")
    var status = false
    @Flag(
        name: .customLong("run"),
        help: "Bring in what comes until you end it: what the service runs.")
    var isFollowing = false
    @Flag(help: "End the service and take it away. What is kept stays.")
    var remove = false
    @Flag(help: "Bring in what is there, and install nothing.")
    var noService = false
    @Flag(help: "Mask secrets that match well-known patterns.")
    var mask = false
    @OptionGroup var common: CommonOptions

    private var folders: UserFolders { UserFolders() }
    private var service: UserService { UserService(folders) }

    func validate() throws {
        guard [status, isFollowing, remove, noService].filter({ $0 }).count <= 1 else {
            throw ValidationError("One of --status, --run, --remove and --no-service.")
        }
    }

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let tools = ToolFolders(home: folders.home, environment: environment)
        let folder =
            (data ?? service.data).map { KeepFolder(NSString(string: $0).expandingTildeInPath) }
            ?? .usual(folders)
        let work = KeepRun(folder: folder, tools: tools, isMasking: mask, isJSON: common.json)
        if remove { return try takeAway(folder) }
        if status { return try await show(work, nil) }
        try folder.check(tools)
        try folder.make()
        if isFollowing { return try await follow(work) }
        let (outcome, failure) = try await work.bring()
        if !noService { try install(folder) }
        try await show(work, outcome)
        if let failure { throw Ended(status: failure) }
    }

    private func install(_ folder: KeepFolder) throws {
        var command = [try OwnProgram.path(), "keep", "--run", "--data", folder.path]
        if mask { command.append("--mask") }
        let variables = ToolFolders.variables.compactMap { name in
            ProcessInfo.processInfo.environment[name].map { (name: name, value: $0) }
        }
        try service.install(command, environment: variables)
    }

    private func show(_ work: KeepRun, _ outcome: KeepingOutcome?) async throws {
        let (kept, projects) = try await work.kept()
        for (path, error) in kept.unreadable {
            common.notes.say(.leftOut, "\(path): \(error.message)")
        }
        let service = service.status()
        let output = Output.standard
        if common.json {
            return try output.json(Records.kept(kept, in: work.folder.path, outcome, service))
        }
        let page = KeepPage(
            kept: kept, projects: projects, folder: work.folder.path, outcome: outcome,
            service: service)
        try output.lines(page.lines(output))
    }

    private func takeAway(_ folder: KeepFolder) throws {
        let wasThere = try service.remove()
        let now = service.status()
        let output = Output.standard
        if common.json { return try output.json(Records.keepingService(now)) }
        try output.line(
            wasThere ? "took away \(DisplayText.oneLine(now.file))" : "there was no service")
        if SessionFolder.isFolder(folder.path) {
            try output.line("what is kept stays in \(DisplayText.oneLine(folder.path))")
        }
    }

    /// Brings in what is there, then what comes.
    private func follow(_ work: KeepRun) async throws {
        guard let lock = FolderLock(work.folder.path) else {
            throw SessionError(
                .busy, "another process keeps what comes in \(work.folder.path) already",
                hint: "See whether it is the service: session keep --status")
        }
        defer { withExtendedLifetime(lock) {} }
        try await Following(isJSON: common.json, notes: common.notes)
            .run(TranscriptFollower(work.job, folders: work.tools.places))
    }
}
