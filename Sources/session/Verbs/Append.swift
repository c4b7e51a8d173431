import ArgumentParser
import Foundation
import SessionAnswers
import SessionStore

/// `session append`: events from standard input.
struct Append: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Append events from standard input, a prompt or files, all or none.",
        discussion: """
            Each line of standard input is one JSON object, an event as `session log --json` \
            writes it; "type" and "data" are enough. An event with an "id" that is there already \
            is not written again. With --prompt or --file standard input is not read. All events \
            go to one branch: --branch, or the one that they name, or main.

            A path may be the end of a recorded one where only one file of the branch ends so. \
            With a path from / on, or with ./ before it, it means exactly that file, a new one \
            where there is none.

            Examples
              session append app.session < events.jsonl
              session append app.session --branch idea --expect 120 < events.jsonl
              echo '{"type":"note.added","data":{"text":"Hi"}}' | session append a.session
              session append app.session --prompt "And what about tabs?"
              session append app.session --branch idea --file src/parser.swift
              session append app.session --file src/parser.swift=/tmp/new.swift
              session append app.session --file ./README.md      new, whatever ends so
            """)

    @OptionGroup var target: SessionFile
    @Option(
        help: ArgumentHelp(
            "The branch to append to. Default: the one that the events name, or main.",
            valueName: "name"))
    var branch: String?
    @Option(
        help: ArgumentHelp(
            "Refuse unless the branch's head is this revision.", valueName: "revision"))
    var expect: Int?
    @Option(help: ArgumentHelp("Append a prompt with this text.", valueName: "text"))
    var prompt: String?
    @Option(
        name: .customLong("file"), parsing: .singleValue,
        help: ArgumentHelp(
            "Append the state of a file: its path in the session, = and where its content is now; "
                + "without =, there. Repeatable.", valueName: "path=file"))
    var files: [String] = []
    @OptionGroup var acting: ActingOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let isGiven = prompt != nil || !files.isEmpty
        var given = try GivenEvents(branch: branch.map { try BranchName(argument: $0) })
        if isGiven { given.drafts = prompts } else { try given.read() }
        let (branch, events) = (given.branch ?? .main, given.drafts)
        let expected = expect.map { ExpectedHead.revision(Revision($0)) } ?? .any
        let (drafts, result) = try await target.open(.readWrite) { session in
            let drafts = try await events + fileDrafts(on: branch, of: session)
            return (drafts, try await session.append(drafts, to: branch, expecting: expected))
        }
        if common.json { return try Output.standard.json(Records.appended(result, to: branch)) }
        let count = Counts.of(result.written, "event")
        let known = drafts.count - result.written
        let note = known == 0 ? "" : " (\(known) there already)"
        try Output.standard.line("appended \(count)\(note), \(branch) is at \(result.head)")
    }

    private var prompts: [EventDraft] { prompt.map { [.prompt($0, by: acting.actor)] } ?? [] }

    /// The files that were given, as they are now.
    private func fileDrafts(
        on branch: BranchName, of session: Session
    ) async throws -> [EventDraft] {
        guard !files.isEmpty else { return [] }
        let given = try files.map { try FileToAppend($0) }
        let lookup = try await FileLookup(session, file: target.file, on: branch)
        var drafts: [EventDraft] = []
        for file in given { drafts.append(try await file.draft(lookup, by: acting.actor)) }
        return drafts
    }
}

/// Events that go to one branch.
private struct GivenEvents {
    /// The branch that was asked for, or else that the events name.
    private(set) var branch: BranchName?
    var drafts: [EventDraft] = []
    private let isAskedFor: Bool

    init(branch: BranchName?) {
        self.branch = branch
        isAskedFor = branch != nil
    }

    /// Takes everything that stands on standard input; empty lines are passed over.
    mutating func read() throws {
        if isatty(0) == 1 {
            Output.error.tryLine("session: reading events, one JSON object a line; end with Ctrl-D")
        }
        let input: Data
        do {
            input = try FileHandle.standardInput.readToEnd() ?? Data()
        } catch {
            throw SessionError(.ioFailed, "standard input cannot be read", cause: error)
        }
        let lines = input.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.allSatisfy({ $0 <= 0x20 }) {
            try take(FormatCalls.event(line: Array(line), number: index + 1), line: index + 1)
        }
        guard !drafts.isEmpty else {
            throw SessionError(
                .invalidInput, "there was no event on standard input",
                hint: "Give one JSON object a line; see session append --help.")
        }
    }

    private mutating func take(_ event: CloudEvent, line: Int) throws {
        if let named = event.branch {
            guard branch ?? named == named else {
                let other = branch?.rawValue ?? ""
                throw SessionError(
                    .invalidInput,
                    "line \(line) is of branch \(named), "
                        + (isAskedFor ? "--branch says \(other)" : "those before are of \(other)"),
                    hint: "Append the events of each branch by themselves; without \"branch\" in "
                        + "them they go where --branch says.")
            }
            branch = named
        }
        drafts.append(event.draft)
    }
}
