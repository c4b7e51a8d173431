import SessionAnswers
import SessionFormats
import SessionStore

/// What one file's change did to the file, line by line.
struct FileChangePage {
    let session: Session
    let style: Style
    /// Lines shown at most; nil: all.
    let limit: Int?

    /// - Returns: nil where the event changed no file, or nothing is known of what it changed.
    func lines(_ event: Event) async throws -> [String]? {
        guard event.kind == .fileChanged, !event.isErased, let branch = event.branch,
            event.revision > 1
        else { return nil }
        let difference = try await session.difference(
            from: .revision(event.revision - 1, on: branch),
            to: .revision(event.revision, on: branch))
        guard let file = difference.files.first(where: { isAbout(event, $0) }),
            let diff = try await session.diff(of: file, in: difference, around: 3)
        else { return nil }
        let page = DiffPage(style: style, columns: nil)
        return cut(page.seen(file) + page.lines(diff, of: file, in: difference))
    }

    private func isAbout(_ event: Event, _ file: FileDifference) -> Bool {
        [file.path, file.old?.path].contains { path in
            path.map { Array($0.utf8) } == event.subject.map { Array($0.utf8) }
        }
    }

    private func cut(_ lines: [String]) -> [String] {
        guard let limit, lines.count > limit + 1 else { return lines }
        let rest = Counts.of(lines.count - limit, "line")
        return lines.prefix(limit) + [style.dim("… \(rest) more, see --full")]
    }
}
