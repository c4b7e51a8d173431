import SessionAnswers
import SessionFormats
import SessionStore

/// Lays out what differs between the marked moment and the one shown.
extension ViewLoader {
    /// Events of one side, and files, that are shown; the command shows all of them.
    private static let eventLimit = 200
    private static let fileLimit = 100
    /// A content beyond this many bytes is not compared line by line here.
    private static let compareLimit = 1 << 20

    func difference(_ request: PaneRequest) async throws -> PaneContent {
        guard let other = request.other else {
            return PaneContent(request: request, lines: [StyledLine("no moment is marked", "2")])
        }
        let change = try await session.difference(
            from: other.moment, to: request.point.moment)
        let page = DiffPage(style: style, columns: nil)
        var lines = page.title(change)
        if change.isEmpty { lines.append("nothing differs") }
        lines += summary(change)
        lines += page.subjects(change)
        for file in change.files.prefix(Self.fileLimit) {
            lines += try await self.lines(of: file, in: change, page)
        }
        lines += try await said(change.from, change, sign: style.red("- "), page)
        lines += try await said(change.to, change, sign: style.green("+ "), page)
        let rest = "session diff \(file) \(other) \(request.point)"
        if change.files.count > Self.fileLimit {
            lines.append(style.dim("… more files: \(rest)"))
        }
        return PaneContent(request: request, lines: laidOut(lines, request, rest: rest))
    }

    /// What is below, in a line.
    private func summary(_ change: Difference) -> [String] {
        var parts: [String] = []
        if !change.from.isEmpty { parts.append("-" + Counts.of(change.from.count, "event")) }
        if !change.to.isEmpty { parts.append("+" + Counts.of(change.to.count, "event")) }
        let subjects =
            change.settings.count + change.editor.count + change.explorer.count
            + change.terminal.count + (change.title == nil ? 0 : 1)
        if subjects > 0 { parts.append(Counts.of(subjects, "setting")) }
        if !change.files.isEmpty { parts.append(Counts.of(change.files.count, "file")) }
        return parts.isEmpty ? [] : [style.dim(parts.joined(separator: ", "))]
    }

    private func lines(
        of file: FileDifference, in change: Difference, _ page: DiffPage
    ) async throws -> [String] {
        let heading = page.heading(file)
        let sizes = [file.old, file.new].compactMap { $0 }.map(\.size)
        guard sizes.allSatisfy({ $0 != nil }) else { return heading + page.unknown(file) }
        let bytes = sizes.compactMap { $0 }.reduce(0, +)
        guard bytes <= Self.compareLimit else {
            return heading + [style.dim("\(Counts.bytes(bytes)), too much to compare here")]
        }
        let (old, new) = try await session.lines(of: file, in: change)
        return heading
            + page.lines(UnifiedDiff(old: old, new: new, around: 3), of: file, in: change)
    }

    private func said(
        _ side: Difference.Side, _ change: Difference, sign: String, _ page: DiffPage
    ) async throws -> [String] {
        guard !side.isEmpty else { return [] }
        var lines = page.heading(side, common: change.common)
        var left = Self.eventLimit
        for try await event in session.said(on: side) {
            guard left > 0 else {
                lines.append(style.dim("  … and later ones"))
                break
            }
            left -= 1
            let summary = EventSummary(event)
            let text = DisplayText.oneLine(summary.text, limit: TimelineRow.textLimit / 2)
            lines.append(
                sign + style.yellow("\(event.revision)") + " "
                    + style.actor(event.actor, summary.label) + " " + text)
        }
        return lines
    }
}
