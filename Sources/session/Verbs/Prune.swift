import ArgumentParser
import Foundation
import SessionAnswers
import SessionIndex
import SessionStore

/// `session prune`: whole sessions that are no longer needed.
struct Prune: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Remove a folder's sessions in which nothing happened for long.",
        discussion: """
            What counts is when something was last recorded: an old conversation that was \
            imported, forked or tagged today is young. Only sessions go, with what lies beside \
            their files; held ones stay, and those that another program has open. Each is \
            recorded in the folder's pruned.jsonl: which session, when something last happened \
            in it, the digests of its heads, who, when and why.

            Examples
              session prune ~/sessions --older-than 90d --dry-run
              session prune ~/sessions --older-than 90d --reason "our policy" --yes
              session prune . --older-than 2y --recursive --json
            """)

    @Argument(help: "The folder.", completion: .directory)
    var directory: String
    @Option(
        help: ArgumentHelp(
            "How long nothing happened: 36h, 90d, 12w, 2y.", valueName: "age"))
    var olderThan: String
    @Flag(name: .shortAndLong, help: "Look into the folders in it, too.")
    var recursive = false
    @Option(help: ArgumentHelp("Why, for the record.", valueName: "text"))
    var reason: String?
    @Flag(help: "Remove nothing, only say what would go.")
    var dryRun = false
    @OptionGroup var confirmation: Confirmation
    @OptionGroup var acting: ActingOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let now = SessionOptions.systemClock()
        let limit = Timestamp(microseconds: now.microseconds - (try Self.age(olderThan)))
        let pruner = SessionPruner(
            folder: directory, isRecursive: recursive, options: .updatingIndexes)
        let found = try await pruner.candidates(before: limit).filter { $0.fate != .young }
        let old = found.filter { $0.fate == .old }
        let plan = found.map { ($0, Self.fate(of: $0)) }
        if dryRun || old.isEmpty { return try write(plan) }
        if !confirmation.yes, Output.error.isTerminal {
            for line in table(plan) { Output.error.tryLine(line) }
        }
        try confirmation.ask(
            "Remove \(Counts.of(old.count, "session")) of \(directory) for good?")
        var rows: [(SessionPruner.Candidate, Fate)] = []
        for candidate in found {
            rows.append((candidate, await remove(candidate, before: limit, by: pruner)))
        }
        try write(rows)
    }

    /// What became of a session, in a word and with the reason.
    private typealias Fate = (word: String, note: String?)

    private func remove(
        _ candidate: SessionPruner.Candidate, before limit: Timestamp, by pruner: SessionPruner
    ) async -> Fate {
        guard candidate.fate == .old else { return Self.fate(of: candidate) }
        do {
            try await pruner.remove(candidate, before: limit, reason: reason, by: acting.actor)
            return ("removed", nil)
        } catch {
            return ("stays", (error as? SessionError)?.message ?? "\(error)")
        }
    }

    private static func fate(of candidate: SessionPruner.Candidate) -> Fate {
        switch candidate.fate {
        case .old: ("goes", nil)
        case .young: ("stays", nil)
        case .held(let holds):
            ("held", holds.map { "\($0.name): \($0.reason)" }.joined(separator: ", "))
        case .unreadable(let message): ("stays", message)
        }
    }

    /// Microseconds.
    private static func age(_ text: String) throws -> Int {
        let hours: [Character: Int] = ["h": 1, "d": 24, "w": 168, "y": 8766]
        guard let unit = text.last.flatMap({ hours[$0] }),
            let count = Int(text.dropLast()), (1...100_000).contains(count)
        else {
            throw SessionError(
                .invalidInput, "\"\(text)\" is no age",
                hint: "Write a number and h, d, w or y: 36h, 90d, 12w, 2y.")
        }
        return count * unit * 3_600_000_000
    }

    // MARK: Writing

    private func table(_ rows: [(SessionPruner.Candidate, Fate)]) -> [String] {
        var table = Table(["FILE", "LAST EVENT", "SIZE", ""], right: [2])
        for (candidate, fate) in rows {
            table.add([
                DisplayText.oneLine(candidate.file),
                candidate.lastEvent.map { LocalTime.minute($0) } ?? "—",
                Counts.bytes(candidate.size),
                DisplayText.oneLine(fate.word + (fate.note.map { ": \($0)" } ?? "")),
            ])
        }
        return table.lines(Output.standard.style, columns: Output.standard.columns)
    }

    private func write(_ rows: [(SessionPruner.Candidate, Fate)]) throws {
        let output = Output.standard
        guard common.json else {
            return try output.lines(
                rows.isEmpty ? ["nothing in \(directory) is that old"] : table(rows))
        }
        for (candidate, fate) in rows {
            try output.json(Records.pruned(candidate, fate: fate.word, note: fate.note))
        }
    }
}
