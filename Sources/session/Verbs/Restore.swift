import ArgumentParser
import JSONText
import SessionAnswers
import SessionStore

/// `session restore`: files and settings of an earlier moment, as new events.
struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring files and settings of a moment back, as new events.",
        discussion: """
            A file that the log does not tell of the moment comes back as a tool found it before \
            it first changed it; one that was there, and was not seen whole, is left as it is.

            What was said stays, and nothing is lost: what is there now can be restored later. \
            Only what differs is written, all of it or nothing. With paths, only these files come \
            back, and no settings.

            Examples
              session restore app.session main~1
              session restore app.session main@120 src/parser.py tests/
              session restore app.session main~3 --dry-run
              session restore app.session idea --branch main     from another branch
            """)

    @OptionGroup var target: SessionFile
    @Argument(help: ArgumentHelp("What to bring back.", valueName: "moment"))
    var moment: String
    @Argument(help: "Only these files, or those below these folders.")
    var paths: [String] = []
    @Option(
        help: ArgumentHelp("Where to write. Default: the moment's own branch.", valueName: "name"))
    var branch: String?
    @Flag(help: "Write nothing, only say what would be written.")
    var dryRun = false
    @OptionGroup var acting: ActingOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let moment = try Moment(moment, clock: LocalTime.clock)
        let branch = try branch.map { try BranchName(argument: $0) }
        let shown = paths.isEmpty ? nil : PathFilter.test(paths)
        let restoration = try await target.open(dryRun ? .readOnly : .readWrite) { session in
            let restoration = try await session.restore(
                moment, on: branch, by: acting.actor, isIncluded: shown, isDryRun: dryRun)
            if let shown, restoration.events.isEmpty {
                try await refuseUnknown(session, restoration, shown)
            }
            try await ErasedChanges.warn(
                between: [restoration.moment, restoration.head],
                of: shown == nil ? EventKind.setting : [.fileChanged], in: session, by: common.notes
            )
            return restoration
        }
        guard common.json else { return try writeText(restoration) }
        for record in Records.restoration(restoration, isDryRun: dryRun) {
            try Output.standard.json(record)
        }
    }

    /// A path that names no file is a mistake, not a file that is as it was.
    private func refuseUnknown(
        _ session: Session, _ restoration: Restoration, _ isShown: (String) -> Bool
    ) async throws {
        for point in [restoration.moment, restoration.head] {
            let files = try await session.files(at: point.moment, includingRemoved: true)
            if files.contains(where: { isShown($0.path) }) { return }
        }
        throw SessionError(
            .fileUnknown, "no file fits \(paths.joined(separator: " "))",
            hint: "See which files there are: session files \(target.file) \(restoration.moment)")
    }

    private func writeText(_ restoration: Restoration) throws {
        let output = Output.standard
        var table = Table()
        for event in restoration.events {
            table.add([EventSummary.label(of: event.kind), Self.text(of: event)])
        }
        try output.lines(table.lines(columns: output.columns))
        for file in restoration.kept {
            let place = file.sighting.map { " (\($0.point))" } ?? ""
            try output.line(
                DisplayText.oneLine(
                    "left as it is: \(file.path): what it held then is unknown: "
                        + "\(file.reasonUnknown ?? "")\(place)", limit: 8000))
        }
        let head = DisplayText.oneLine("\(restoration.head)")
        let moment = DisplayText.oneLine("\(restoration.moment)")
        let events = Counts.of(restoration.events.count, "event")
        if restoration.events.isEmpty {
            try output.line("\(head) has the files and settings of \(moment) already")
        } else if let appended = restoration.appended {
            try output.line(
                "appended a note and \(events) behind \(head): its files and settings are those of "
                    + "\(moment), its head is \(appended.head)")
        } else {
            try output.line("would append a note and \(events) behind \(head)")
        }
    }

    private static func text(of event: Restoration.Event) -> String {
        let subject = event.subject ?? ""
        let note: String
        if event.kind == .fileChanged {
            let change = FileChanged(event.body, version: event.version)
            note =
                change.isRemoved
                ? "removed"
                : (event.size.map { Counts.bytes($0) } ?? "content unknown")
                    + (event.sighting.map { ", \($0.label)" } ?? "")
        } else if event.kind == .titleChanged {
            let title = TitleChanged(event.body, version: event.version).title
            note = title.isEmpty ? "removed" : title
        } else {
            let change = SubjectChanged(event.body)
            note = change.isRemoved ? "removed" : ReadableText(change.value).beginning(limit: 1000)
        }
        return DisplayText.oneLine(subject.isEmpty ? note : "\(subject): \(note)", limit: 8000)
    }
}
