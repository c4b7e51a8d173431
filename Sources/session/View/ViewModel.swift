import SessionStore

/// What `session view` shows and how keys change it: a value without terminal, file or clock.
///
/// ``handle(_:)`` takes a key; ``nextLoad`` says what the screen lacks; ``receive(_:for:)`` takes
/// the answer. Whoever holds the model loads until nothing is lacking, or until the next key.
struct ViewModel: Sendable {
    /// What the keys act on.
    enum Mode: Sendable, Hashable {
        case browsing
        case input(Prompt)
        case branches(selected: Int)
        case help(scroll: Int)
    }

    struct Note: Sendable, Hashable {
        let text: String
        var isError = false
    }

    let file: String
    var layout: ViewLayout

    // MARK: The moment

    var branches: [Branch] = []
    /// Branches and tags by the point where they stand.
    var labels: [Point: [String]] = [:]
    var owners = PointOwners([])
    var previews: [BranchName: Preview] = [:]
    var branch: BranchName
    var head: Revision
    var revision: Revision
    var mark: Point?
    /// The head when the end was last seen: what is behind it is new.
    var seen: Revision

    // MARK: The timeline

    /// The revision in the first row.
    var top: Revision = 1
    /// Rows read so far, by revision; never more than ``rowLimit``.
    var rows: [Revision: TimelineRow] = [:]
    static let rowLimit = 1000
    /// What fits the filter; nil: all events are shown.
    var filtered: FilteredLine?
    /// Whether what tools keep their books with is shown, too.
    var showsBooks = false
    /// Where a key leads as soon as it is known what fits there.
    var goal: Goal?

    // MARK: The pane

    var pane: Pane = .event
    var isPaneFocused = false
    var content: PaneContent?
    /// Lines scrolled from where the pane begins: a conversation begins at its end.
    var scroll = 0
    /// The file that was chosen; nil: the one that changed here.
    var path: String?
    var hasNumbers = true
    /// Whether it is shown where each line of a file came in.
    var isBlaming = false
    var blame: FileBlame?
    /// The line that is chosen where lines are blamed, from 1.
    var line = 1
    var landing: Landing?

    // MARK: What goes on

    var mode = Mode.browsing
    /// What was searched for last.
    var search: String?
    var seek: Seek?
    var note: Note?
    /// What is to be loaded once, in order.
    var pending: [Load] = [.branches]
    var isDone = false

    init(file: String, point: Point, layout: ViewLayout) {
        self.file = file
        self.layout = layout
        branch = point.branch
        revision = point.revision
        head = point.revision
        seen = point.revision
        filtered = FilteredLine(.plain, on: branch, head: head)
    }

    var point: Point { Point(branch: branch, revision: revision) }

    /// The revisions that the timeline shows.
    var shown: [Revision] {
        let (rows, _) = rowsAround(2 * max(1, layout.bodyHeight))
        return Array(rows.drop { $0 < top }.prefix(layout.bodyHeight))
    }

    // MARK: Moving

    /// Goes to a revision of the branch, as near as there is one.
    mutating func move(to target: Revision) {
        let target = min(max(target, min(1, head)), head)
        guard target != revision else { return }
        revision = target
        if pane != .file { scroll = 0 }
        showRevision()
    }

    /// Scrolls the timeline so that the chosen row is in it: a step moves it by a line, a jump puts
    /// the row into the middle.
    mutating func showRevision() {
        let height = max(1, layout.bodyHeight)
        let (rows, chosen) = rowsAround(2 * height)
        guard !rows.isEmpty else {
            top = 1
            return
        }
        var first = rows.firstIndex { $0 >= top } ?? rows.count
        if chosen < first - 1 || chosen > first + height {
            first = chosen - height / 2
        } else if chosen < first {
            first = chosen
        } else if chosen >= first + height {
            first = chosen - height + 1
        }
        top = rows[max(0, min(first, rows.count - height))]
        if revision == head { seen = head }
    }

    mutating func go(to point: Point) {
        if point.branch != branch {
            // A point on the part that both lines share is shown on the line that is open.
            if owners.owner(of: point)
                == owners.owner(of: Point(branch: branch, revision: point.revision)),
                point.revision <= head
            {
                return move(to: point.revision)
            }
            branch = point.branch
            head = branches.first { $0.name == point.branch }?.head ?? point.revision
            head = max(head, point.revision)
            seen = head
            rows = [:]
            scroll = 0
            revision = point.revision
            top = max(1, revision - layout.bodyHeight / 2)
            return filterAnew()
        }
        head = max(head, point.revision)
        filtered?.move(to: head)
        move(to: point.revision)
    }

    mutating func resize(to layout: ViewLayout) {
        self.layout = layout
        showRevision()
        clampScroll()
    }

    // MARK: The pane's lines

    /// The lines to show: those of the request that is wanted, or, while that is on its way, of the
    /// last one that looks alike.
    var paneLines: [StyledLine] {
        content?.request.pane == pane ? content?.lines ?? [] : []
    }

    /// The first of the pane's lines on the screen.
    var paneTop: Int {
        let rest = max(0, paneLines.count - layout.bodyHeight)
        return pane == .conversation ? max(0, rest - scroll) : min(scroll, rest)
    }

    mutating func clampScroll() {
        scroll = min(max(0, scroll), max(0, paneLines.count - layout.bodyHeight))
    }

    /// The line of the pane that the keys act on.
    var chosenRow: Int? { chosenFile ?? chosenLine }

    /// The file that the list of files has chosen.
    var chosenFile: Int? {
        guard pane == .files, let content, content.request.pane == .files else { return nil }
        return path.flatMap { content.paths.firstIndex(of: $0) }
            ?? content.path.flatMap { content.paths.firstIndex(of: $0) }
    }
}
