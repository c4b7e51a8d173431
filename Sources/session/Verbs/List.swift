import ArgumentParser
import SessionAnswers
import SessionIndex
import SessionStore

/// `session list`: the sessions of a folder.
struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the sessions of a folder, newest first.",
        discussion: """
            Pinned sessions stand first (session pin), archived ones are left out. A file that \
            cannot be read is a row that says why; the others are listed all the same. Hidden \
            files and links are passed over.

            The folder's index, \(FolderIndex.fileName), is kept up to date on the way: only files \
            that changed are opened. It may be deleted at any time.

            Examples
              session list                       the folder you are in
              session list ~/sessions --limit 20
              session list ~/sessions --word parser --since 2026-11-01
              session list ~/sessions --project . --by folder
              session list ~/sessions --recursive --json | jq -r .file
            """)

    @Argument(help: "The folder.", completion: .directory)
    var directory = "."
    @Flag(name: .shortAndLong, help: "Look into the folders in it, too.")
    var recursive = false
    @OptionGroup var filter: SessionFilterOptions
    @Option(
        help: ArgumentHelp(
            "The order: \(SessionOrder.allCases.map(\.rawValue).joined(separator: ", ")). By "
                + "folder, worktrees of one repository stand together.",
            valueName: "order"))
    var by = SessionOrder.newest
    @Option(
        name: [.customShort("n"), .long],
        help: ArgumentHelp("Show at most this many.", valueName: "n"))
    var limit: Int?
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit is a number from 0.") }
    }

    func run() async throws {
        // A file is no folder of sessions.
        try SessionFolder(directory).check()
        let places = try await IndexedPlaces.open([directory], isRecursive: recursive)
        let (report, clear) = IndexNotes.progress()
        let rows = try await places.sessions(
            try filter.filter, order: by, limit: limit, progress: report)
        clear()
        let output = Output.standard
        if common.json {
            for row in rows { try output.json(Records.listed(row, saying: \.commandLine)) }
        } else if rows.isEmpty {
            try output.line("no sessions in \(directory)")
        } else {
            try output.lines(ListPage(rows, isByFolder: by == .folder).lines(output))
        }
        IndexNotes.tell(places, by: common.notes)
        try await places.close()
    }
}
