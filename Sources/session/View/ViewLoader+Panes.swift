import SessionAnswers
import SessionStore

/// Lays out what the right side shows.
extension ViewLoader {
    /// Lines of one pane, and bytes of one event or file, beyond which the command shows the rest.
    static let lineLimit = 10_000
    static let byteLimit = 2 << 20
    /// Characters of one line.
    private static let lineLength = 1 << 16

    func content(_ request: PaneRequest) async throws -> PaneContent {
        switch request.pane {
        case .event: return try await event(request)
        case .conversation: return try await conversation(request)
        case .files: return try await files(request)
        case .file: return try await file(request)
        case .state: return try await state(request)
        case .difference: return try await difference(request)
        }
    }

    private var page: EventPage { EventPage(style: style, limit: nil) }

    /// Painted lines, wrapped, and no more of them than anyone reads here.
    func laidOut(
        _ painted: [String], _ request: PaneRequest, hanging: Int? = nil, rest: String
    ) -> [StyledLine] {
        var lines: [StyledLine] = []
        for line in painted {
            guard lines.count < Self.lineLimit else {
                lines.append(StyledLine("… the rest: \(rest)", "2"))
                break
            }
            lines += Self.line(line).wrapped(to: request.width, hanging: hanging)
        }
        return lines
    }

    /// A painted line, of one that never ends its beginning.
    static func line(_ painted: String) -> StyledLine {
        guard painted.utf8.count > lineLength else { return StyledLine(painted: painted) }
        return StyledLine(painted: painted.prefix(lineLength) + " …")
    }

    // MARK: Event

    private func event(_ request: PaneRequest) async throws -> PaneContent {
        guard request.point.revision > 0 else {
            return PaneContent(
                request: request, lines: [StyledLine("nothing has happened yet", "2")])
        }
        let event = try await session.event(at: request.point.moment)
        let rest = "session show \(file) \(request.point) --full"
        let header = page.header(event)
        var body = try await change(event) ?? []
        if body.isEmpty {
            body = self.body(event, answered: try await session.answeredNames(in: event))
        }
        var lines = laidOut(header.prefix(1) + [""] + body + [""], request, rest: rest)
        // What it says comes first: when and who stand in the status line, too.
        lines += laidOut(Array(header.dropFirst()), request, hanging: 10, rest: rest)
        return PaneContent(request: request, lines: lines)
    }

    /// What a file's change did to its lines; nil where that is not known, or not a change.
    private func change(_ event: Event) async throws -> [String]? {
        guard event.content.map({ $0.count <= Self.byteLimit }) ?? true else { return nil }
        let change = FileChangePage(session: session, style: style, limit: nil)
        let lines = try await change.lines(event)
        return lines.flatMap { $0.isEmpty ? nil : ["  " + EventSummary(event).text, ""] + $0 }
    }

    /// What an event says; of a huge one only how large it is.
    private func body(_ event: Event, answered: AnsweredNames = [:]) -> [String] {
        let size = event.body.bytes.count + (event.content?.count ?? 0)
        guard size > Self.byteLimit else {
            return EventPage(style: style, limit: nil, answered: answered).body(event)
        }
        return [style.dim("  \(Counts.bytes(size)), too much to show here")]
    }

    // MARK: Conversation

    /// The last lines of what was said, read backwards until there are enough of them.
    private func conversation(_ request: PaneRequest) async throws -> PaneContent {
        var blocks: [[StyledLine]] = []
        var count = 0
        var looked = 0
        var isWhole = true
        try await backwards(from: request.point) { revision, event in
            looked += 1
            if let block = block(event, at: revision, request) {
                blocks.append(block)
                count += block.count
            }
            guard count >= request.depth || looked >= 16 * request.depth else { return true }
            isWhole = revision == 1
            return false
        }
        var lines = Array(blocks.reversed().joined().dropLast())
        if lines.isEmpty { lines = [StyledLine("nothing was said yet", "2")] }
        if !isWhole { lines.insert(StyledLine("… earlier", "2"), at: 0) }
        return PaneContent(request: request, lines: lines, isWhole: isWhole)
    }

    /// What was said; of an event that cannot be read, why.
    private func block(
        _ event: Result<Event, SessionError>, at revision: Revision, _ request: PaneRequest
    ) -> [StyledLine]? {
        switch event {
        case .success(let event):
            let isSaid = event.kind.role == .adds && (event.message != nil || event.isErased)
            return isSaid ? said(event, request) : nil
        case .failure(let error):
            let text = "\(revision) " + DisplayText.oneLine(error.message)
            return StyledLine(text, "31").wrapped(to: request.width) + [StyledLine()]
        }
    }

    private func said(_ event: Event, _ request: PaneRequest) -> [StyledLine] {
        let summary = EventSummary(event)
        let actor = DisplayText.oneLine(event.actor.rawValue)
        let caption =
            style.yellow("\(event.revision)") + " " + style.actor(event.actor, actor) + " "
            + style.bold(summary.label) + " " + style.dim(LocalTime.text(event.occurredAt))
        var lines = [StyledLine(painted: caption).cut(to: request.width)]
        // What tools are given and give back is long, and seldom what one reads a talk for.
        let isTool = [.toolCalled, .toolReturned].contains(event.kind)
        let limit = isTool ? 6 : 400
        for line in body(event) {
            guard lines.count <= limit else {
                lines.append(StyledLine("  … more: 1 at event \(event.revision) shows it", "2"))
                break
            }
            lines += Self.line(line).wrapped(to: request.width)
        }
        return lines + [StyledLine()]
    }

    // MARK: Files

    private func files(_ request: PaneRequest) async throws -> PaneContent {
        let revision = request.point.revision
        let files = try await session.files(at: request.point.moment, includingRemoved: true)
            .filter { !$0.change.isRemoved || $0.revision == revision }
        guard !files.isEmpty else {
            return PaneContent(
                request: request, lines: [StyledLine("no files at \(request.point)", "2")])
        }
        let here = files.first { $0.revision == revision }
        let since = files.map { "\($0.revision)".count }.max() ?? 0
        return PaneContent(
            request: request,
            lines: files.map { row($0, isHere: $0.revision == revision, since, request) },
            paths: files.map(\.path), path: here?.path ?? files.first?.path)
    }

    private func row(
        _ file: FileState, isHere: Bool, _ since: Int, _ request: PaneRequest
    ) -> StyledLine {
        let size =
            file.change.isRemoved ? "removed" : file.size.map { Counts.bytes($0) } ?? "unknown"
        let revision = DisplayText.pad("\(file.revision)", to: since, right: true)
        let start = DisplayText.pad(size, to: 8, right: true) + " " + revision + " "
        var line = StyledLine(isHere ? "● " : "  ", "32")
        line.append(start, "2")
        let path = DisplayText.oneLine(file.path, limit: 8000)
        let room = max(1, request.width - line.width)
        line.append(DisplayText.cutFront(path, to: room), isHere ? "1;32" : "")
        return line
    }

    // MARK: State

    private func state(_ request: PaneRequest) async throws -> PaneContent {
        let state = try await session.state(at: request.point.moment)
        let page = StatePage(style: style, columns: nil)
        return PaneContent(
            request: request,
            lines: laidOut(
                page.lines(state, of: file), request, hanging: 14,
                rest: "session state \(file) \(request.point)"))
    }
}
