import JSONText
import SessionAnswers
import SessionFormats
import SessionStore
import Texts

/// A merge, laid out to be read.
struct MergePage {
    let style: Style
    let columns: Int?

    func title(_ merge: Merge) -> [String] {
        let theirs = style.yellow(DisplayText.oneLine("\(merge.theirs.point)"))
        let ours = style.yellow(DisplayText.oneLine("\(merge.ours.point)"))
        return [theirs + " → " + ours]
    }

    func heading(_ text: String) -> [String] { ["", style.bold(DisplayText.oneLine(text))] }

    // MARK: What changes

    /// One row of what changes without a question: what happens, how much, and to what.
    func row(_ change: Merge.Change, _ diff: UnifiedDiff?) -> [String] {
        let name = DisplayText.oneLine(MergeName(change.kind, change.subject).text, limit: 8000)
        guard change.kind == .fileChanged else {
            return [change.word, "", "\(name): \(Self.values(change.ours, change.theirs))"]
        }
        let base = change.baseSighting.map { "  (base \($0.label))" } ?? ""
        return [change.word, Self.counts(diff), name + base]
    }

    static func counts(_ diff: UnifiedDiff?) -> String {
        guard let diff else { return "unknown" }
        return diff.isBinary
            ? "binary" : "+\(diff.diff.counts.added) -\(diff.diff.counts.removed)"
    }

    private static func values(_ ours: MergeValue?, _ theirs: MergeValue?) -> String {
        value(ours) + " → " + value(theirs)
    }

    static func value(_ value: MergeValue?) -> String {
        switch value?.content {
        case nil: return "(none)"
        case .removed: return "(removed)"
        case .file(let bytes, let mode):
            let note = mode == "100644" ? "" : mode == "120000" ? ", a link" : ", mode \(mode)"
            return Counts.bytes(bytes.count) + note
        case .json(let json):
            return DisplayText.oneLine(ReadableText(json).beginning(limit: 200), limit: 200)
        case .unknown(let reason): return "unknown (\(DisplayText.oneLine(reason)))"
        }
    }

    // MARK: Conflicts

    /// A conflict in a list: what it is about and why it is open, then each side.
    func conflict(_ conflict: MergeConflict) -> [String] {
        let name = DisplayText.oneLine(conflict.name.text, limit: 8000)
        let title = style.red("conflict  ") + style.bold(name) + ": " + conflict.explanation
        let seen = conflict.bases.compactMap { $0?.sighting }.map {
            style.dim("          base \($0.label)")
        }
        return [title] + seen + sides(conflict)
    }

    private func cut(_ line: String, less: Int = 0) -> String {
        columns.map { DisplayText.cut(line, to: max(1, $0 - less)) } ?? line
    }

    private func sides(_ conflict: MergeConflict) -> [String] {
        if conflict.kind == .fileChanged, let text = conflict.text() {
            return places(text, limit: 3).map { "          " + $0 }
        }
        let values = [("ours", conflict.ours), ("theirs", conflict.theirs)]
        let all = values + conflict.bases.map { ("base", $0) }
        return all.map { name, value in
            cut("          \(DisplayText.pad(name, to: 6))  \(Self.value(value))")
        }
    }

    func answered(_ answered: Merge.Answered) -> String {
        let name = DisplayText.oneLine(answered.conflict.name.text, limit: 8000)
        return style.green("answered  ") + "\(name): \(answered.answer.name)"
    }

    /// A conflict as a person is asked about it, with the lines themselves.
    func question(_ conflict: MergeConflict, number: Int, of count: Int) -> [String] {
        let name = DisplayText.oneLine(conflict.name.text, limit: 8000)
        let title = style.bold("\(name)") + style.dim("  (\(number) of \(count))")
        let lines = ["", title + "  " + conflict.explanation]
        guard conflict.kind == .fileChanged, let text = conflict.text() else {
            return lines + sides(conflict)
        }
        return lines + places(text, limit: 10)
    }

    /// One place of a file, as a person is asked about it.
    func place(_ number: Int, of conflict: MergeConflict) -> [String] {
        guard let text = conflict.text(), text.conflicts.indices.contains(number - 1) else {
            return []
        }
        let title = style.cyan("@ \(number) of \(text.conflicts.count)")
        return [title] + sides(of: text.conflicts[number - 1], limit: 40)
    }

    /// The lines that are open, ours with a minus and theirs with a plus.
    private func places(_ text: ThreeWayText, limit: Int) -> [String] {
        var lines: [String] = []
        for (index, open) in text.conflicts.prefix(limit).enumerated() {
            if text.conflicts.count > 1 {
                lines.append(style.cyan("@ \(index + 1) of \(text.conflicts.count)"))
            }
            lines += sides(of: open, limit: 2 * limit)
        }
        let more = text.conflicts.count - limit
        return more > 0 ? lines + ["… and \(Counts.of(more, "place")) more"] : lines
    }

    private func sides(of open: ThreeWayText.Conflict, limit: Int) -> [String] {
        shown(open.ours, limit: limit).map { style.red("- " + $0) }
            + shown(open.theirs, limit: limit).map { style.green("+ " + $0) }
    }

    private func shown(_ bytes: [UInt8], limit: Int) -> [String] {
        guard !bytes.isEmpty else { return ["(nothing)"] }
        let lines = DisplayText.lines(String(decoding: bytes, as: UTF8.self))
        let more = lines.count > limit ? ["… \(lines.count - limit) more"] : []
        return (lines.prefix(limit) + more).map { cut($0, less: 12) }
    }
}
