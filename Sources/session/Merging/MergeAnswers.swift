import ArgumentParser
import Foundation
import SessionAnswers
import SessionStore
import Texts

/// How conflicts are answered on the command line.
struct MergeAnswers: ParsableArguments {
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Ours, where both changed the same lines: of a file, those below a folder, "
                + "setting:NAME, title …, or one place of a file, NAME#2.", valueName: "name"))
    var ours: [String] = []
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Theirs there. What is in nobody's way is kept.", valueName: "name"))
    var theirs: [String] = []
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Our lines there, then theirs.", valueName: "name"))
    var both: [String] = []
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("The whole file as it is on ours.", valueName: "name"))
    var oursFile: [String] = []
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("The whole file as it is on theirs.", valueName: "name"))
    var theirsFile: [String] = []
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Take what it was before both changed it.", valueName: "name"))
    var base: [String] = []
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Take the content of a file of yours; of a setting, the JSON in it.",
            valueName: "name=file"))
    var file: [String] = []
    @Option(
        help: ArgumentHelp(
            "Answer everything that is open still: ours, theirs, both, ours-file, theirs-file or "
                + "base.", valueName: "answer"))
    var all: All?
    @Flag(help: "Edit what is open still in $EDITOR, between the usual markers.")
    var edit = false
    @Flag(help: "Show what the base was between the markers, too.")
    var diff3 = false
    @Flag(help: "Ask about one conflict after the other, on a terminal.")
    var interactive = false

    enum All: String, ExpressibleByArgument, CaseIterable {
        case ours, theirs, both, base
        case oursFile = "ours-file"
        case theirsFile = "theirs-file"

        func answer(to conflict: MergeConflict) throws -> MergeAnswer {
            switch self {
            case .ours: try conflict.joined { _ in .ours }
            case .theirs: try conflict.joined { _ in .theirs }
            case .both: try conflict.joined { _ in .both }
            case .base: .base
            case .oursFile: .ours
            case .theirsFile: .theirs
            }
        }
    }

    func validate() throws {
        for text in file where !(text.dropFirst().dropLast().contains("=")) {
            throw ValidationError("--file is written NAME=FILE, such as --file src/a.py=merged.py.")
        }
        if names.contains("") || file.contains(where: { $0.hasPrefix("=") }) {
            throw ValidationError("An answer names a conflict, as `session merge` shows it.")
        }
        if interactive, edit || all != nil {
            throw ValidationError("--interactive asks; --edit and --all answer without asking.")
        }
        if edit, all != nil { throw ValidationError("--edit and --all both answer the rest.") }
    }

    private var names: [String] { ours + theirs + both + oursFile + theirsFile + base }

    /// Gives the answers that need nobody to ask.
    func apply(to merge: inout Merge) throws {
        let conflicts = merge.conflicts
        var choices = MergeChoices(conflicts)
        for (names, choice) in [(ours, ThreeWayText.Choice.ours), (theirs, .theirs), (both, .both)]
        {
            for name in names { try choices.choose(choice, for: name) }
        }
        for (names, value) in [(oursFile, MergeAnswer.ours), (theirsFile, .theirs), (base, .base)] {
            for name in names {
                for conflict in try conflicts.named(name) { try choices.answer(conflict, value) }
            }
        }
        for text in file {
            let (name, path) = Self.parts(text)
            let found = try conflicts.named(name)
            guard found.count == 1 else {
                throw SessionError(
                    .ambiguousPath, "\(name) fits \(found.count) conflicts",
                    hint: "Write it out: \(found.map(\.name.text).joined(separator: ", "))")
            }
            try choices.answer(found[0], .content(try Self.bytes(path)))
        }
        for (conflict, answer) in try choices.answers() { try merge.resolve(conflict, as: answer) }
        guard let all else { return }
        for conflict in merge.conflicts {
            let rest = try all.answer(to: conflict)
            try conflict.check(rest)
            try merge.resolve(conflict, as: rest)
        }
    }

    /// The name may hold an equals sign, and so may the file: the first one behind which a file is
    /// there divides them.
    private static func parts(_ text: String) -> (name: String, path: String) {
        let pieces = text.split(separator: "=", omittingEmptySubsequences: false)
        for count in 1..<pieces.count {
            let path = pieces[count...].joined(separator: "=")
            if FileManager.default.fileExists(atPath: path) {
                return (pieces[..<count].joined(separator: "="), path)
            }
        }
        return (String(pieces[0]), pieces.dropFirst().joined(separator: "="))
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SessionError(
                .fileNotFound, "\(path) cannot be read",
                hint: "Name a file with the content that the merge shall have.")
        }
        return Array(data)
    }
}
