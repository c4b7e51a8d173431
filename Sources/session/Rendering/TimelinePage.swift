import SessionAnswers
import SessionStore

/// Lays the rows of `session log` out: graph, revision, time, who, what.
struct TimelinePage {
    private var graph: LaneGraph?
    private let lanes: LaneDrawing
    private let labels: [Point: [String]]
    private let owners: PointOwners
    /// By the digest of what was erased.
    private let redactions: [EventDigest: Redaction]
    private let revisionWidth: Int
    private let isForked: Bool
    /// Paths below it are written from there.
    private let folder: String?
    private let output: Output
    private let margin: Int
    /// What is drawn for the event that was passed last, and lines due since the last shown one.
    private var laneRow: LaneRow?
    private var due: [String] = []
    /// Branches whose lane was opened while no row of theirs was shown yet.
    private var unnamed: Set<BranchName> = []
    /// Following: the branch of the row before, to say where another one's event comes.
    private var followed: BranchName?

    /// - Parameters:
    ///   - shown: the one branch on the page; nil: all of them, with lanes.
    ///   - margin: columns that the caller puts before each row.
    init(
        _ session: Session, _ shown: BranchName?, _ branches: [Branch], isAscending: Bool,
        output: Output = .standard, margin: Int = 0
    ) async throws {
        self.output = output
        self.margin = margin
        owners = PointOwners(branches)
        redactions = try await session.redactions().reduce(into: [:]) { found, redaction in
            for digest in redaction.digests { found[digest] = redaction }
        }
        graph = shown == nil ? LaneGraph(branches, isAscending: isAscending) : nil
        lanes = LaneDrawing(style: output.style)
        isForked = branches.count > 1
        folder = try await session.folder(on: shown ?? .main)
        revisionWidth = "\(branches.map(\.head).max() ?? 0)".count
        var labels: [Point: [String]] = [:]
        for branch in branches {
            let head = owners.owner(of: Point(branch: branch.name, revision: branch.head))
            labels[head, default: []].append(
                branch.name.rawValue + (branch.isArchived ? ", archived" : ""))
        }
        for tag in try await session.tags() {
            labels[owners.owner(of: tag.point), default: []].append("tag \(tag.name)")
        }
        self.labels = labels
    }

    /// A page that goes on as events come. It cannot know how far branches will reach, so it draws
    /// no lanes and marks no heads, and names the branch where it changes.
    init(following session: Session, output: Output = .standard) async throws {
        self.output = output
        let branches = try await session.branches()
        owners = PointOwners([])
        lanes = LaneDrawing(style: output.style)
        redactions = [:]
        isForked = branches.count > 1
        folder = try await session.folder()
        revisionWidth = max(4, "\(branches.map(\.head).max() ?? 0)".count)
        labels = [:]
        followed = .main
        margin = 0
    }

    /// Every event of the timeline, shown or not, comes by here in order.
    mutating func pass(_ event: Event) {
        if followed != nil, let branch = event.branch {
            unnamed = branch == followed ? [] : [branch]
        }
        guard let row = graph?.row(of: event) else { return }
        due += ((laneRow?.below ?? []) + row.above).map { lanes.line($0) }
        laneRow = row
        if isForked, let opened = row.opened { unnamed.insert(opened) }
    }

    /// The lines that show the event that was passed last.
    mutating func lines(_ event: Event, answered names: AnsweredNames = [:]) -> [String] {
        defer {
            due = []
            if let branch = event.branch { unnamed.remove(branch) }
            if followed != nil { followed = event.branch ?? followed }
        }
        return due + [(laneRow.map { lanes.prefix($0) } ?? "") + row(event, names)]
    }

    private func row(_ event: Event, _ answered: AnsweredNames) -> String {
        let style = output.style
        let columns = output.columns
        let summary = EventSummary(
            event, erasedBy: redactions[event.digest], answered: answered)
        let isRoomy = (columns ?? 200) >= 100
        let time = isRoomy ? LocalTime.text(event.occurredAt) : LocalTime.short(event.occurredAt)
        // An event of the control line is on no branch: its sign stands where a revision would.
        let isControl = event.branch == nil
        let revision = DisplayText.pad(
            isControl ? "" : "\(event.revision)",
            to: revisionWidth - (isControl && graph != nil ? 2 : 0),
            right: true)
        let actor = DisplayText.pad(
            DisplayText.oneLine(event.actor.rawValue), to: actorWidth)
        let label = DisplayText.pad(summary.label, to: 8)
        let names = self.names(of: event)
        let used =
            DisplayText.width(revision + time + actor + label + names) + 8 + margin
            + (laneRow.map { lanes.width($0) } ?? 0)
        let text = summary.fitting(
            max(1, (columns ?? 200) - used), of: event, below: folder)
        return [
            style.yellow(revision), style.dim(time), style.actor(event.actor, actor),
            label, style.cyan(names) + (event.kind.isAsking ? style.bold(text) : text),
        ].joined(separator: "  ")
    }

    private var actorWidth: Int {
        switch output.columns {
        case .some(..<100): return 14
        case .some(..<140): return 18
        default: return 24
        }
    }

    /// The branches whose heads, and the tags that, stand at this event: `(main, idea) `. Where no
    /// lane shows that a branch begins here, that is said, too.
    private func names(of event: Event) -> String {
        guard let branch = event.branch else { return "" }
        let point = Point(branch: branch, revision: event.revision)
        var names = labels[point] ?? []
        if laneRow?.above.isEmpty ?? true, laneRow?.below.isEmpty ?? true {
            names += (owners.forks[point] ?? []).map { "\($0) begins here" }
        }
        if names.isEmpty, unnamed.contains(branch) { names = ["on \(branch)"] }
        guard !names.isEmpty else { return "" }
        // What the event says needs the room more than the whole of a long name.
        let room = (output.columns ?? 200) >= 100 ? 200 : 14
        return "(" + DisplayText.cut(Counts.few(names), to: room) + ") "
    }
}
