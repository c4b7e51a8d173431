import SessionAnswers
import SessionStore

/// A timeline that shows only what fits a filter, and the moment chosen, whether it fits or not.
extension ViewModel {
    /// Where to go once it is known what is there.
    enum Goal: Sendable, Hashable {
        case first, last
        /// What came at the end, if anything of it fits.
        case newest
        /// So many events on, or back.
        case step(Int)
    }

    /// Whether an event is one that the timeline shows without being asked for it.
    func fits(_ revision: Revision) -> Bool { filtered?.fits(revision) ?? true }

    /// The rows around the chosen one, at most so many on either side, and its index in them.
    func rowsAround(_ count: Int) -> (rows: [Revision], chosen: Int) {
        guard head > 0 else { return ([], 0) }
        guard let filtered else {
            let first = max(1, revision - count)
            return (Array(first...min(head, revision + count)), revision - first)
        }
        let before = filtered.neighbours(of: revision, isForward: false, limit: count)
        let after = filtered.neighbours(of: revision, isForward: true, limit: count)
        return (before.reversed() + [revision] + after, before.count)
    }

    /// The filter that a person asked for; nil: none.
    var askedFilter: ViewFilter? { filtered.map(\.filter).flatMap { $0.isAsked ? $0 : nil } }

    /// - Parameter filter: nil: all that anybody did.
    mutating func filter(by filter: ViewFilter?) {
        var filter = filter ?? .plain
        filter.showsBooks = showsBooks
        filtered = filter.isOpen ? nil : FilteredLine(filter, on: branch, head: head)
        goal = nil
        showRevision()
    }

    /// The same filter on another line, or as it shows bookkeeping now.
    mutating func filterAnew() { filter(by: askedFilter) }

    mutating func toggleBooks() {
        showsBooks.toggle()
        filterAnew()
        note = Note(text: "bookkeeping is \(showsBooks ? "shown, too" : "left out")")
    }

    // MARK: Moving

    mutating func step(by count: Int) {
        var count = count
        // A key that is held down counts each time.
        if case .step(let left) = goal, (left > 0) == (count > 0) { count += left }
        goal = nil
        guard let filtered else { return move(to: revision + count) }
        var place = revision
        for _ in 0..<abs(count) {
            switch filtered.neighbour(of: place, isForward: count > 0) {
            case .found(let next): place = next
            case .unknown:
                goal = .step(count)
                return
            case .end:
                if place == revision { noteEnd(isForward: count > 0) }
                return move(to: place)
            }
        }
        move(to: place)
    }

    mutating func goToEnd(isForward: Bool) {
        goal = nil
        if isForward { seen = head }
        guard let filtered else { return move(to: isForward ? head : 1) }
        let place = isForward ? head + 1 : Revision(0)
        switch filtered.neighbour(of: place, isForward: !isForward) {
        case .found(let end): move(to: end)
        case .unknown: goal = isForward ? .last : .first
        case .end: noteEnd(isForward: isForward)
        }
    }

    /// Says why nothing follows, where something does.
    private mutating func noteEnd(isForward: Bool) {
        guard isForward ? revision < head : revision > 1 else { return }
        let side = isForward ? "later" : "earlier"
        note = Note(
            text: askedFilter == nil
                ? "only bookkeeping is \(side): a shows it" : "nothing \(side) fits the filter")
    }

    /// Goes along with what was written behind the last event that fits.
    mutating func goToNewest() {
        goal = nil
        guard let filtered else { return move(to: head) }
        switch filtered.neighbour(of: head + 1, isForward: false) {
        case .found(let newest): if newest > revision { move(to: newest) }
        case .unknown: goal = .newest
        case .end: break
        }
    }

    private mutating func reachGoal() {
        let goal = goal
        self.goal = nil
        switch goal {
        case .first: goToEnd(isForward: false)
        case .newest: goToNewest()
        case .last: goToEnd(isForward: true)
        case .step(let count): step(by: count)
        case nil: break
        }
    }

    // MARK: Looking

    /// What has to be looked at before a key's answer or the screen is whole.
    var neededBlock: FilterBlock? {
        guard let filtered else { return nil }
        let wanted: FilteredLine.Neighbour? =
            switch goal {
            case .first: filtered.neighbour(of: 0, isForward: true)
            case .last, .newest: filtered.neighbour(of: head + 1, isForward: false)
            case .step(let count):
                filtered.neighbours(of: revision, isForward: count > 0, limit: abs(count)).last
                    .map { filtered.neighbour(of: $0, isForward: count > 0) }
                    ?? filtered.neighbour(of: revision, isForward: count > 0)
            case nil: nil
            }
        if case .unknown(let block) = wanted { return block }
        return shown.count < layout.bodyHeight ? filtered.missing(near: revision) : nil
    }

    /// The rest, so that it can be said how many fit what was asked for.
    var missingBlock: FilterBlock? {
        askedFilter == nil ? nil : filtered?.missing(near: revision)
    }

    mutating func take(_ found: [Revision], for block: FilterBlock) {
        guard block.filter == filtered?.filter, block.branch == filtered?.branch else { return }
        filtered?.take(found, for: block)
        showRevision()
        reachGoal()
    }

    /// The filter and how much fits it, as far as that is known.
    var filterText: String? {
        guard let filtered, filtered.filter.isAsked else { return nil }
        let count = Counts.grouped(filtered.count)
        let looked = Counts.grouped(filtered.looked)
        return "\(filtered.filter.text): \(count) of \(looked)\(filtered.isWhole ? "" : " so far")"
    }
}
