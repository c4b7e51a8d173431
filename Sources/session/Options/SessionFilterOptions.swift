import ArgumentParser
import Foundation
import SessionIndex
import SessionStore

/// Which sessions of a folder are listed.
struct SessionFilterOptions: ParsableArguments {
    @Option(
        name: .customLong("word"), parsing: .singleValue,
        help: "Only with this in the title, the last message, the file's name or the folder.")
    var words: [String] = []

    @Option(
        name: .customLong("tool"), parsing: .singleValue,
        help: "Only where this tool was called: Bash, \"mcp__*\".")
    var tools: [String] = []

    @Option(
        name: .customLong("model"), parsing: .singleValue,
        help: "Only where this model answered: \"claude-*\".")
    var models: [String] = []

    @Option(
        name: .customLong("source"), parsing: .singleValue,
        help: "Only made of a transcript of this format: claude-code, codex …")
    var sources: [String] = []

    @Option(
        name: .customLong("project"), parsing: .singleValue,
        help: ArgumentHelp(
            "Only what worked in this folder, in one below it, or in a worktree of its repository.",
            valueName: "folder"))
    var folders: [String] = []

    @Option(
        name: .customLong("branch"), parsing: .singleValue,
        help: ArgumentHelp(
            "Only with a branch of this name, or on this branch of the repository.",
            valueName: "name"))
    var branches: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only where something happened at this time or later.", valueName: "time"))
    var since: String?

    @Option(help: ArgumentHelp("Only what began before this time.", valueName: "time"))
    var until: String?

    @Flag(help: "Only archived sessions, which are not shown otherwise.")
    var archived = false

    @Flag(help: "Archived sessions, too.")
    var all = false

    @Flag(help: "Only sessions that a hold keeps.")
    var held = false

    @Flag(help: "Only pinned sessions.")
    var pinned = false

    func validate() throws {
        if archived, all { throw ValidationError("--archived or --all, not both.") }
    }

    var filter: SessionFilter {
        get throws {
            var filter = SessionFilter()
            filter.words = words.filter { !$0.isEmpty }
            filter.tools = tools
            filter.models = models
            filter.sources = sources
            filter.folders = folders.map {
                URL(filePath: $0).standardizedFileURL.path(percentEncoded: false)
            }
            filter.branches = branches
            filter.since = try since.map { try EventFilter.time($0) }
            filter.until = try until.map { try EventFilter.time($0) }
            filter.isArchived = all ? nil : archived
            filter.isHeld = held ? true : nil
            filter.isPinned = pinned ? true : nil
            return filter
        }
    }
}
