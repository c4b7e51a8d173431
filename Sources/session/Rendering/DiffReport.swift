import SessionAnswers
import SessionFormats
import SessionStore

/// What `session diff` writes, part by part, for people or for programs.
protocol DiffReport {
    func begin(_ difference: Difference) throws
    func said(_ side: Difference.Side, _ difference: Difference, isNew: Bool) async throws
    func subjects(_ difference: Difference) throws
    /// - Parameter diff: nil where a content is unknown.
    func file(_ file: FileDifference, _ diff: UnifiedDiff?, _ difference: Difference) throws
    func end(_ difference: Difference) throws
}

/// JSON lines: the moments, then each event, subject and file.
struct DiffRecords: DiffReport {
    private let session: Session
    private let output = Output.standard

    init(session: Session) { self.session = session }

    func begin(_ difference: Difference) throws { try output.json(Records.difference(difference)) }

    func said(_ side: Difference.Side, _ difference: Difference, isNew: Bool) async throws {
        for try await event in session.said(on: side) {
            try output.json(Records.said(event, of: session, isNew: isNew))
        }
    }

    func subjects(_ difference: Difference) throws {
        for subject in Records.subjects(difference) { try output.json(subject) }
    }

    func file(_ file: FileDifference, _ diff: UnifiedDiff?, _ difference: Difference) throws {
        try output.json(Records.file(file, diff))
    }

    func end(_ difference: Difference) throws {}
}

/// Text for people.
final class DiffText: DiffReport {
    private let session: Session
    private let isStat: Bool
    private let output: Output
    private let page: DiffPage
    private let patch: GitPatch?
    private var table = Table(right: [1])
    private var isSilent = true

    /// - Parameter patch: files are written with it; nil: for people.
    init(session: Session, isStat: Bool, patch: GitPatch?, output: Output = .standard) {
        self.session = session
        self.isStat = isStat
        self.patch = patch
        self.output = output
        page = DiffPage(style: output.style, columns: output.columns)
    }

    private func write(_ lines: [String]) throws {
        if !lines.isEmpty { isSilent = false }
        try output.lines(lines)
    }

    func begin(_ difference: Difference) throws { try output.lines(page.title(difference)) }

    func said(_ side: Difference.Side, _ difference: Difference, isNew: Bool) async throws {
        guard !side.isEmpty else { return }
        try write(page.heading(side, common: difference.common))
        if isStat { return try await count(side) }
        var timeline = try await TimelinePage(
            session, side.point.branch, try await session.branches(), isAscending: true,
            output: output, margin: 2)
        let sign = isNew ? output.style.green("+ ") : output.style.red("- ")
        for try await event in session.said(on: side) {
            timeline.pass(event)
            try output.lines(timeline.lines(event).map { sign + $0 })
        }
    }

    private func count(_ side: Difference.Side) async throws {
        var counts: [EventKind: Int] = [:]
        for try await event in session.said(on: side, headersOnly: true) {
            counts[event.kind, default: 0] += 1
        }
        for kind in EventKind.adding {
            guard let count = counts[kind] else { continue }
            try output.line("  " + Counts.of(count, EventSummary.label(of: kind)))
        }
    }

    func subjects(_ difference: Difference) throws { try write(page.subjects(difference)) }

    func file(_ file: FileDifference, _ diff: UnifiedDiff?, _ difference: Difference) throws {
        guard !isStat else { return table.add(page.stat(file, diff)) }
        if let patch {
            isSilent = false
            // Whoever applies the patch passes over it.
            try output.lines(page.seen(file))
            return try output.bytes(patch.bytes(file, diff))
        }
        try write(page.heading(file))
        try write(diff.map { page.lines($0, of: file, in: difference) } ?? page.unknown(file))
    }

    func end(_ difference: Difference) throws {
        if !table.isEmpty { try write([""] + table.lines(columns: output.columns)) }
        if isSilent { try output.line("nothing differs") }
    }
}
