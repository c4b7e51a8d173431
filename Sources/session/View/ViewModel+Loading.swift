import Foundation
import SessionAnswers
import SessionStore

extension ViewModel {
    /// What the screen lacks most; nil: nothing.
    var nextLoad: Load? { Load.Lane.allCases.lazy.compactMap { nextLoad(in: $0) }.first }

    func nextLoad(in lane: Load.Lane) -> Load? {
        switch lane {
        case .front: nextQuickLoad
        case .back: missingBlame.map { .blame($0) }
        }
    }

    private var nextQuickLoad: Load? {
        if let first = pending.first { return first }
        // Keys wait for its first step.
        if let seek, seek.isFresh { return .seek(seek) }
        if let block = neededBlock { return .fitting(block) }
        if let rows = missingRows { return rows }
        if case .branches(let selected) = mode, let name = missingPreview(around: selected) {
            return .preview(name)
        }
        if let request = missingPane { return .pane(request) }
        return seek.map { .seek($0) } ?? missingBlock.map { .fitting($0) }
    }

    /// Whether an answer that takes long is still waited for.
    func isWanted(_ load: Load) -> Bool {
        switch load {
        case .pane(let request): request == missingPane
        case .seek(let seek): seek == self.seek
        case .blame(let request): request == missingBlame
        case .fitting(let block): block.filter == filtered?.filter
        case .branches, .preview, .rows, .resolve, .fork, .filter: true
        }
    }

    // MARK: What is missing

    /// First the headers of what is on the screen, then what its events say, some at a time.
    private var missingRows: Load? {
        let unknown = shown.filter { rows[$0] == nil }
        if !unknown.isEmpty { return .rows(on: branch, unknown, headersOnly: true) }
        let unread = shown.filter { rows[$0]?.text == nil }.prefix(16)
        return unread.isEmpty ? nil : .rows(on: branch, Array(unread), headersOnly: false)
    }

    private var missingPane: PaneRequest? {
        let request = wantedPane
        return content?.answers(request) == true ? nil : request
    }

    var wantedPane: PaneRequest {
        var request = PaneRequest(pane: pane, point: point, width: max(8, layout.paneWidth - 1))
        switch pane {
        case .file:
            request.path = path
            request.hasNumbers = hasNumbers
            if isBlaming {
                let columns = BlameColumns(paneWidth: layout.paneWidth)
                request.width = max(8, request.width - columns.width)
            }
        case .difference: request.other = mark
        case .conversation: request.depth = depth
        case .event, .files, .state: break
        }
        return request
    }

    /// Twice as much of a conversation each time its beginning comes near.
    private var depth: Int {
        let screen = max(8, layout.bodyHeight)
        var depth = 4 * screen
        while depth < Self.deepest, scroll + 2 * screen > depth { depth *= 2 }
        return depth
    }

    /// Lines of a conversation behind which it is quicker to go to an earlier moment.
    static let deepest = 20_000

    private func missingPreview(around selected: Int) -> BranchName? {
        let count = max(1, layout.bodyHeight)
        let near = max(0, selected - count)..<min(branches.count, selected + count)
        return near.lazy.map { branches[$0].name }.first { previews[$0] == nil }
    }

    // MARK: Answers

    mutating func receive(_ answer: Loaded, for load: Load) {
        let isPending = pending.first == load
        if isPending { pending.removeFirst() }
        switch (answer, load) {
        case (.branches(let branches, let tags), _): take(branches, tags)
        case (.preview(let preview), _): previews[preview.branch] = preview
        case (.rows(let rows), .rows(branch, let asked, _)): take(rows, asked)
        case (.pane(let content), _): take(content)
        case (.blame(let blame), _): self.blame = blame
        case (.fitting(let found), .fitting(let block)): take(found, for: block)
        case (.filter(let filter), _) where isPending:
            accept(load)
            self.filter(by: filter)
        case (.resolved(let point), _) where isPending:
            accept(load)
            go(to: point)
        case (.sought(let found, let next, let unreadable), .seek(let seek))
        where seek == self.seek:
            self.seek?.unreadable += unreadable
            self.seek?.isFresh = false
            take(found, next)
        case (.forked(let branch), _):
            accept(load)
            pending.append(.branches)
            branches.append(branch)
            go(toHeadOf: branch)
            note = Note(text: "forked \(branch.name)\(branch.fork.map { " from \($0)" } ?? "")")
        case (.failed(let reason), _): fail(load, reason)
        default: break
        }
    }

    private mutating func take(_ branches: [Branch], _ tags: [(name: BranchName, point: Point)]) {
        let isFirst = self.branches.isEmpty
        self.branches = branches
        previews = [:]
        owners = PointOwners(branches)
        labels = [:]
        for branch in branches {
            let head = owners.owner(of: Point(branch: branch.name, revision: branch.head))
            labels[head, default: []].append(branch.name.rawValue)
        }
        for tag in tags {
            labels[owners.owner(of: tag.point), default: []].append("tag \(tag.name)")
        }
        if let now = branches.first(where: { $0.name == branch }) {
            grow(to: now.head, isFirst: isFirst)
        }
        if case .branches(let selected) = mode {
            mode = .branches(selected: min(selected, max(0, branches.count - 1)))
        }
    }

    /// Rows that were asked for and did not come are taken as unreadable, so that nothing is asked
    /// for twice.
    private mutating func take(_ rows: [TimelineRow], _ asked: [Revision]) {
        if self.rows.count + rows.count > Self.rowLimit {
            let near = Set(shown)
            self.rows = self.rows.filter { near.contains($0.key) }
        }
        for row in rows { self.rows[row.revision] = row }
        for revision in asked where self.rows[revision] == nil {
            self.rows[revision] = TimelineRow(
                unreadable: revision, on: branch, because: "not in the file any more: r reads anew")
        }
    }

    private mutating func take(_ content: PaneContent) {
        let isNew =
            self.content?.request.pane != content.request.pane
            || self.content?.request.point != content.request.point
        self.content = content
        if isNew, pane == .event, let search, scroll == 0 {
            let hit = content.lines.firstIndex { $0.text.localizedCaseInsensitiveContains(search) }
            scroll = max(0, (hit ?? 0) - layout.bodyHeight / 3)
        }
        if pane == .files, let chosen = chosenFile {
            scroll = min(max(scroll, chosen - layout.bodyHeight + 1), chosen)
        }
        clampScroll()
        land()
    }

    private mutating func fail(_ load: Load, _ reason: String) {
        switch load {
        case .rows(branch, let asked, let headersOnly):
            for revision in asked where headersOnly || rows[revision]?.text == nil {
                rows[revision] = TimelineRow(unreadable: revision, on: branch, because: reason)
            }
        case .pane(let request):
            let lines = DisplayText.lines(reason).flatMap {
                StyledLine($0, "31").wrapped(to: request.width)
            }
            content = PaneContent(request: request, lines: lines)
            clampScroll()
        case .blame(let request):
            blame = FileBlame(request, failure: reason)
            note = Note(text: reason, isError: true)
        case .preview(let name):
            var preview = Preview(branch: name)
            preview.lastMessage = reason
            previews[name] = preview
        case .seek:
            seek = nil
            note = Note(text: reason, isError: true)
        case .fitting:
            filter(by: nil)
            note = Note(text: reason, isError: true)
        case .resolve, .fork, .filter: refuse(load, because: reason)
        case .rows, .branches: note = Note(text: reason, isError: true)
        }
    }

    // MARK: Searching

    private mutating func take(_ found: Revision?, _ next: Revision?) {
        if let found {
            let notes = [
                seek?.isWrapped ?? false ? "went on at the other end" : nil, seek?.unread,
            ].compactMap { $0 }
            seek = nil
            move(to: found)
            note = notes.isEmpty ? nil : Note(text: notes.joined(separator: "; "))
            return
        }
        let end = seek?.isForward == false ? 0 : head + 1
        seek?.next = next ?? end
        endSeekIfOver()
    }

    /// A text is searched round the whole line, prompts and files to its end.
    mutating func endSeekIfOver() {
        guard var seek else { return }
        let isPastEnd = seek.isForward ? seek.next > head : seek.next < 1
        if case .text = seek.target, !seek.isWrapped, isPastEnd {
            seek.isWrapped = true
            seek.next = seek.isForward ? 1 : head
            self.seek = seek
        }
        let isRound =
            seek.isWrapped
            && (seek.isForward ? seek.next >= seek.start : seek.next <= seek.start)
        guard isRound || (isPastEnd && !seek.isWrapped) else { return }
        self.seek = nil
        let notes = [missing(seek), seek.unread].compactMap { $0 }
        note = Note(text: notes.joined(separator: "; "), isError: true)
    }

    private func missing(_ seek: Seek) -> String {
        let side = seek.isForward ? "later" : "earlier"
        switch seek.target {
        case .prompt: return "no \(side) prompt on \(branch)"
        case .fileChange: return "no \(side) file change on \(branch)"
        case .text(let text): return "\"\(text)\" is nowhere else on \(branch)"
        }
    }
}

extension Seek {
    /// That not everything was looked at; nil where it was.
    fileprivate var unread: String? {
        unreadable == 0 ? nil : "\(Counts.of(unreadable, "event")) could not be read"
    }
}
