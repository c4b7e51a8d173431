import JSONText
import SessionAnswers
import SessionFormats
import SessionStore

/// The parts of `session diff`, laid out to be read.
struct DiffPage {
    let style: Style
    let columns: Int?

    func title(_ difference: Difference) -> [String] {
        let points = [difference.from, difference.to].map {
            style.yellow(DisplayText.oneLine("\($0.point)"))
        }
        return [points.joined(separator: " → ")]
    }

    /// What stands over one side's events.
    func heading(_ side: Difference.Side, common: Revision) -> [String] {
        let events = Counts.of(side.count, "event")
        let text = "\(events) only in \(side.point), after revision \(common)"
        return ["", style.bold(DisplayText.oneLine(text))]
    }

    // MARK: Settings

    /// Every subject but files.
    func subjects(_ difference: Difference) -> [String] {
        var rows: [(String, JSON?, JSON?)] = []
        if let title = difference.title {
            rows.append(("title", title.old.map { .string($0) }, title.new.map { .string($0) }))
        }
        for (kind, changes) in difference.subjects {
            rows += changes.map { ("\(kind) \($0.subject)", $0.old, $0.new) }
        }
        guard !rows.isEmpty else { return [] }
        return ["", style.bold("settings")]
            + rows.map { name, old, new in
                let text = "  \(DisplayText.oneLine(name)): \(value(old)) → \(value(new))"
                return columns.map { DisplayText.cut(text, to: $0) } ?? text
            }
    }

    private func value(_ value: JSON?) -> String {
        value.map { DisplayText.oneLine(ReadableText($0).beginning(limit: 200), limit: 200) }
            ?? "(none)"
    }

    // MARK: Files

    /// What stands over a file's lines.
    func heading(_ file: FileDifference) -> [String] {
        var notes: [String] = []
        if file.kind == .renamed, let old = file.old { notes.append("was \(old.path)") }
        if let modes = file.modes { notes.append("mode \(modes.old) → \(modes.new)") }
        let note = notes.isEmpty ? "" : "  (" + Self.safe(notes.joined(separator: ", ")) + ")"
        return [
            "", style.bold(Self.word(file.kind) + "  " + Self.safe(file.path)) + style.dim(note),
        ]
    }

    private static func safe(_ path: String) -> String { DisplayText.oneLine(path, limit: 8000) }

    private static func word(_ kind: FileDifference.Kind) -> String {
        kind == .modeChanged ? "mode" : kind.rawValue
    }

    func lines(_ diff: UnifiedDiff, of file: FileDifference, in difference: Difference) -> [String]
    {
        guard !diff.isBinary else {
            return [
                style.dim(
                    "binary: \(Counts.bytes(diff.old.bytes.count)) → "
                        + Counts.bytes(diff.new.bytes.count))
            ]
        }
        let lines = diff.lines
        guard !lines.isEmpty else { return [] }
        return [
            style.red("--- " + name(file.old, difference.from)),
            style.green("+++ " + name(file.new, difference.to)),
        ] + lines.map { $0.painted(style) }
    }

    private func name(_ file: FileState?, _ side: Difference.Side) -> String {
        guard let file else { return "/dev/null" }
        let place =
            file.sighting?.label ?? "\(side.point.branch)@\(file.revision)"
        return Self.safe(file.path) + "  " + Self.safe(place)
    }

    /// What is said of the sides that are not as the log tells them at their moments.
    func seen(_ file: FileDifference) -> [String] {
        let sides = [("before", file.old), ("after", file.new)]
        return sides.compactMap { word, state in
            guard let state, state.size != nil, let sighting = state.sighting else { return nil }
            return Self.safe("\(word) the change, \(state.path) \(sighting.label)")
        }
    }

    func unknown(_ file: FileDifference) -> [String] {
        [file.old, file.new].compactMap { state in
            guard let state, let reason = state.reasonUnknown else { return nil }
            let place =
                state.sighting.map { "before \($0.point)" } ?? "at revision \(state.revision)"
            return style.dim(
                DisplayText.oneLine("content \(place) is unknown: \(reason)", limit: 8000))
        }
    }

    /// One file's row of `--stat`.
    func stat(_ file: FileDifference, _ diff: UnifiedDiff?) -> [String] {
        let counts: String
        switch diff {
        case nil: counts = "unknown"
        case let diff? where diff.isBinary: counts = "binary"
        case let diff?: counts = "+\(diff.diff.counts.added) -\(diff.diff.counts.removed)"
        }
        return [Self.word(file.kind), counts, Self.safe(file.path)]
    }
}
