import ArgumentParser
import SessionAnswers
import SessionServer
import SessionStore

/// `session restore-backup`: a backup, or some of it, as a server's data.
struct RestoreBackup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore-backup",
        abstract: "Restore a server's data from a backup: all, a project or a session.",
        discussion: """
            All is restored into a folder without projects; one project or session into a folder \
            where it is not. Nothing that is there is changed. Each file is compared with what \
            backup.json says of it and checked before it gets its place; one that is damaged is \
            left out, and the verb ends with 1.

            With --at what was recorded later is left out, and what was deleted later is back. \
            What was erased since stays erased. A server that runs sees a restored project after \
            its next start, a restored session at once.

            Examples
              session restore-backup /mnt/backup ./restored
              session restore-backup /mnt/backup ./restored --at 2026-11-20T10:00
              session restore-backup /mnt/backup ./data --project 0b6e…
              session restore-backup /mnt/backup ./data --session 9c1d… --position 4711
              session token --data ./restored --user owner
            """)

    @Argument(help: "The backup's folder.", completion: .directory)
    var backup: String
    @Argument(
        help: "The folder of the data; one that is not there is made.", completion: .directory)
    var data: String
    @Option(help: ArgumentHelp("One project, or that of the session.", valueName: "id"))
    var project: String?
    @Option(help: ArgumentHelp("One session, into its project.", valueName: "id"))
    var session: String?
    @Option(
        help: ArgumentHelp("As it was at this time (local; Z for UTC).", valueName: "time"))
    var at: String?
    @Option(help: ArgumentHelp("The session's last event to be restored.", valueName: "n"))
    var position: Int?
    @OptionGroup var acting: ActingOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard position == nil || session != nil else {
            throw ValidationError("--position goes with --session: it is of one session.")
        }
        guard position == nil || at == nil else {
            throw ValidationError("Give either --at TIME or --position N.")
        }
        guard position ?? 1 > 0 else { throw ValidationError("Positions begin with 1.") }
    }

    func run() async throws {
        var restore = BackupRestore(from: backup, to: data)
        (restore.project, restore.session) = (project, session)
        restore.time = try at.map { try Self.time($0) }
        restore.position = position.map { Position($0) }
        let progress = Progress.files("restoring \(backup)")
        defer { progress.clear() }
        let report = try await restore.run(by: acting.actor) { progress.show($0, of: $1) }
        progress.clear()
        try write(report)
        guard report.failures.isEmpty else { throw Ended(status: .findings) }
    }

    /// A time as it stands in a moment.
    private static func time(_ text: String) throws -> Timestamp {
        guard
            case .time(let time, _)? = try? Moment(
                "main@\(text)", clock: LocalTime.clock)
        else {
            throw ValidationError("\(text) is no time. Write 2026-11-20 or 2026-11-20T10:00Z.")
        }
        return time
    }

    private func write(_ report: RestoreReport) throws {
        guard !common.json else {
            return try Output.standard.json(Records.restored(backup, to: data, report))
        }
        try BackupPage.write(report.failures)
        var text = "restored \(Counts.of(report.files.count, "session")) to \(data)"
        if report.later > 0 { text += ", \(Counts.of(report.later, "later one")) left out" }
        if !report.failures.isEmpty { text += ", \(BackupPage.failed(report.failures))" }
        try Output.standard.line(DisplayText.oneLine(text, limit: 8000))
        guard session == nil, project == nil else { return }
        try Output.standard.line(
            "keys are in no backup; let somebody in: "
                + DisplayText.oneLine("session token --data \(data) --user NAME", limit: 8000))
    }
}
