import SessionAnswers
import SessionStore

/// What the right side can show.
enum Pane: String, Sendable, Hashable, CaseIterable {
    /// In the order of the tab key; the last one comes and goes with `c`.
    case event, conversation, files, file, state, difference

    static let tabs: [Pane] = [.event, .conversation, .files, .file, .state]
}

/// A row of the timeline.
struct TimelineRow: Sendable, Hashable {
    let revision: Revision
    /// The branch that the event is written on: before a fork, an ancestor of the one shown.
    let owner: BranchName
    let time: Timestamp?
    let actor: EventActor
    let kind: EventKind
    /// nil: only the header was read so far.
    var text: String?
    /// The path in the text, which gives way where there is no room.
    var path: String?

    /// How much of a summary any screen has room for.
    static let textLimit = 400

    /// - Parameters:
    ///   - folder: paths below it are written from there.
    ///   - names: of the subjects whose conflicts a merge answered.
    init(
        _ event: Event, on branch: BranchName, headersOnly: Bool, below folder: String? = nil,
        answered names: AnsweredNames = [:]
    ) {
        revision = event.revision
        owner = event.branch ?? branch
        time = event.occurredAt
        actor = event.actor
        kind = event.kind
        guard !headersOnly else { return }
        let summary = EventSummary(event, answered: names)
        let (text, path) = summary.text(of: event, below: folder)
        self.text = DisplayText.oneLine(text, limit: Self.textLimit)
        self.path = path
    }

    /// A row of which only the reason is known why it cannot be read.
    init(unreadable revision: Revision, on branch: BranchName, because reason: String) {
        self.revision = revision
        owner = branch
        time = nil
        actor = .system
        kind = EventKind(rawValue: "unreadable")
        text = DisplayText.oneLine(reason)
    }
}

/// What a pane has to show, laid out for a width. Two equal requests have equal answers.
struct PaneRequest: Sendable, Hashable {
    var pane: Pane
    var point: Point
    var width: Int
    /// The file to show; nil: the one that changed here, or the first.
    var path: String?
    /// Whether a file's lines are shown with their numbers.
    var hasNumbers = false
    /// What the point is compared with.
    var other: Point?
    /// Lines wanted of a conversation, counted from its end.
    var depth = 0
}

/// The answer: lines that are as wide as asked for.
struct PaneContent: Sendable, Hashable {
    let request: PaneRequest
    var lines: [StyledLine] = []
    /// The files that the lines show, one each.
    var paths: [String] = []
    /// The file shown.
    var path: String?
    /// Where the lines are those of a file.
    var text: FileText?
    /// Whether the lines begin where the conversation does.
    var isWhole = true

    /// Whether another request would bring nothing else: who has all of a conversation needs no
    /// more of it.
    func answers(_ other: PaneRequest) -> Bool {
        var same = request
        same.depth = other.depth
        return same == other && (isWhole || request.depth >= other.depth)
    }
}

/// Which lines of a pane show which lines of a file.
struct FileText: Sendable, Hashable {
    /// For each line of the pane the file's line, counted from 1; 0: it shows none.
    var numbers: [Int] = []
    /// Columns before the text.
    var gutter = 0
    /// Lines that came or changed at the moment shown.
    var changed: Set<Int> = []
}

/// A search along a branch, in steps small enough that keys are heard between them.
struct Seek: Sendable, Hashable {
    enum Target: Sendable, Hashable {
        case prompt, fileChange
        case text(String)
    }

    let target: Target
    /// What is found has to fit it, too.
    var filter: ViewFilter?
    let branch: BranchName
    let isForward: Bool
    /// Where it began; what is found there does not count.
    let start: Revision
    /// The next revision to look at.
    var next: Revision
    /// Whether it has gone past an end and goes on at the other.
    var isWrapped = false
    /// How many events could not be read on the way.
    var unreadable = 0
    /// Whether nothing was looked at yet.
    var isFresh = true

    /// Revisions looked at in one step: bodies are read for text only.
    var step: Int {
        if case .text = target { 256 } else { 8192 }
    }
}

/// Something that the model wants to know.
enum Load: Sendable, Hashable {
    case branches
    case preview(BranchName)
    case rows(on: BranchName, [Revision], headersOnly: Bool)
    case pane(PaneRequest)
    case resolve(String)
    case seek(Seek)
    case fork(BranchName, Point)
    case blame(BlameRequest)
    /// What a person wrote as a filter.
    case filter(String)
    case fitting(FilterBlock)

    /// What is loaded side by side: one thing in each.
    enum Lane: Sendable, Hashable, CaseIterable {
        /// What comes at once, in the order in which it is lacked.
        case front
        /// What may take long and is waited for by nothing.
        case back
    }
}

/// What it is told.
enum Loaded: Sendable {
    case branches([Branch], tags: [(name: BranchName, point: Point)])
    case preview(Preview)
    case rows([TimelineRow])
    case pane(PaneContent)
    case resolved(Point)
    /// Where it was found; otherwise the next revision to look at, nil at the line's end.
    case sought(found: Revision?, next: Revision?, unreadable: Int)
    case forked(Branch)
    case blame(FileBlame)
    case filter(ViewFilter)
    case fitting([Revision])
    /// Why it cannot be told.
    case failed(String)
}
