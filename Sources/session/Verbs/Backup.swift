import ArgumentParser
import SessionAnswers
import SessionServer

/// `session backup`: a server's data in a folder of ordinary files, brought up to date.
struct BackupVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Back up a server's data, or check a backup.",
        discussion: """
            The backup is a folder of ordinary sessions, as the data are one: each can be looked \
            into where it is. A run carries what is new; what was erased is gone from the backup \
            after it. A server may run meanwhile, and can back up by itself: session serve \
            --backup DIR. Keys for tokens are not copied: who steals a backup cannot let itself in.

            With --verify each file is compared with what backup.json says of it, and every digest \
            is computed; without --data that is all. Ends with 1 where something could not be \
            copied, or is not sound.

            Examples
              session backup /mnt/backup --data ./data
              session backup /mnt/backup --data ./data --verify
              session backup /mnt/backup --verify --json | jq -r .findings[].path
              session log /mnt/backup/projects/0b6e…/9c1d….session
            """)

    @Argument(help: "The backup's folder.", completion: .directory)
    var target: String
    @Option(help: ArgumentHelp("The folder of the server's data.", valueName: "dir"))
    var data: String?
    @Flag(help: "Check the whole backup: each file, each digest.")
    var verify = false
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard data != nil || verify else {
            throw ValidationError("Give the folder of the data, --data DIR, or --verify.")
        }
    }

    func run() async throws {
        var isWhole = true
        if let data {
            let report = try await run(data)
            try write(report)
            isWhole = report.failures.isEmpty
        }
        if verify {
            let check = try await check()
            try write(check)
            isWhole = isWhole && check.findings.isEmpty
        }
        guard isWhole else { throw Ended(status: .findings) }
    }

    private func run(_ data: String) async throws -> BackupReport {
        let progress = Progress.files("backing up \(data)")
        defer { progress.clear() }
        return try await Backup(of: data, in: target).run { progress.show($0, of: $1) }
    }

    private func check() async throws -> BackupCheck {
        let progress = Progress.files("checking \(target)")
        defer { progress.clear() }
        return try await BackupCheck.run(target) { progress.show($0, of: $1) }
    }

    // MARK: What is told

    private func write(_ report: BackupReport) throws {
        guard !common.json else {
            return try Output.standard.json(Records.backup(target, report))
        }
        try BackupPage.write(report.failures)
        let total = report.unchanged + report.grown + report.whole
        try Output.standard.line(
            DisplayText.oneLine(target)
                + ": \(Counts.of(total, "file")), \(Counts.bytes(report.bytes)) carried")
        var parts = ["\(Counts.grouped(report.unchanged)) unchanged"]
        if report.grown > 0 {
            let events = Counts.of(report.events, "event")
            parts.append("\(Counts.grouped(report.grown)) grown by \(events)")
        }
        if report.whole > 0 { parts.append("\(Counts.grouped(report.whole)) copied as a whole") }
        if report.removed > 0 { parts.append("\(Counts.grouped(report.removed)) removed") }
        if !report.failures.isEmpty { parts.append(BackupPage.failed(report.failures)) }
        try Output.standard.line(parts.joined(separator: ", "))
    }

    private func write(_ check: BackupCheck) throws {
        guard !common.json else {
            return try Output.standard.json(Records.backupCheck(target, check))
        }
        try BackupPage.write(check.findings)
        let style = Output.standard.style
        let name = DisplayText.oneLine(target)
        let checked =
            "\(Counts.of(check.files, "file")), \(Counts.of(check.events, "event")) checked"
        let found =
            check.findings.isEmpty
            ? style.green("no findings") : style.red(Counts.of(check.findings.count, "finding"))
        try Output.standard.line("\(name): \(checked), \(found)")
        let ended = check.ended.map { LocalTime.text($0) }
        try Output.standard.line(
            ended.map { "as of the run that ended at \($0)" }
                ?? "the run begun at \(LocalTime.text(check.begun)) has not ended: run it again")
    }
}
