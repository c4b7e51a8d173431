import ArgumentParser
import Foundation
import SessionAnswers
import SessionStore

/// `session copy`: the whole session in a new file.
struct Copy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy a session while others write, or duplicate it.",
        discussion: """
            A copy is the same session: the same id and digests, so that it can be compared and \
            merged later. A duplicate is another one: all events, branches and tags, with an id, \
            digests and a title of its own.

            Examples
              session copy app.session backup.session
              session copy app.session backups/             under its own name
              session copy app.session try.session --duplicate
              session copy app.session try.session --duplicate --title "A second try"
            """)

    @OptionGroup var target: SessionFile
    @Argument(help: "The new file, which must not exist, or a folder.")
    var new: String
    @Flag(help: "Give it an id and a title of its own.")
    var duplicate = false
    @Option(
        help: ArgumentHelp(
            "The duplicate's title. Default: the old one and (copy).", valueName: "name"))
    var title: String?
    @OptionGroup var acting: ActingOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if title != nil, !duplicate { throw ValidationError("--title belongs to --duplicate.") }
        if new.isEmpty { throw ValidationError("The new file needs a name.") }
    }

    func run() async throws {
        let path = destination
        let progress = Progress.events("duplicating \(target.file)")
        defer { progress.clear() }
        let id = try await target.open { session in
            guard duplicate else {
                try await session.save(to: path)
                return session.id
            }
            return try await session.duplicate(to: path, title: title, by: acting.actor) {
                progress.show(Int($0), of: Int($1))
            }
        }
        progress.clear()
        if common.json {
            try Output.standard.json(Records.copied(path, session: id, isDuplicate: duplicate))
        } else {
            let what = duplicate ? "duplicated" : "copied"
            try Output.standard.line(
                DisplayText.oneLine(
                    "\(what) \(target.file) to \(path), session \(id)", limit: 8000))
        }
    }

    private var destination: String {
        guard new.hasSuffix("/") || SessionFolder.isFolder(new) else { return new }
        let name = URL(filePath: target.file).lastPathComponent
        return new + (new.hasSuffix("/") ? "" : "/") + name
    }
}
