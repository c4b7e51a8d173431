internal import SessionModel

/// Checks along a walk over the log that each request's recipe gives a request.
///
/// A request resends the conversation, so what fills a hole is told once and remembered: the cost
/// follows the bytes of the recipes, not those of the requests.
struct RequestCheck: Sendable {
    /// A hole, and the event whose text fills it: a request's literals are its own.
    private struct Key: Hashable {
        let branch: BranchID
        let revision: Revision
        let hole: RequestRecipe.Hole
    }

    private struct Referred {
        let branch: BranchID
        let revision: Revision
        let values: EventValues
    }

    /// Why nothing can be said of a request.
    private enum Obstacle: Error {
        /// What it refers to was erased.
        case erased
        /// Telling the requests so far took more than a log of this size should.
        case tooMuch
    }

    /// Nil: there is no such text.
    private var known: [Key: HoleFact?] = [:]
    private var sources: [Referred] = []
    /// The text told last: many holes may hold parts of it, one behind the other.
    private var last: (key: Key, text: [UInt8])?
    private var line: Line?
    /// Bytes of texts that may still be read.
    private var allowance = 1 << 30

    /// Holes that are remembered, some hundred bytes each.
    private static let knownLimit = 1 << 15
    private static let sourceLimit = 8
    private static let sourceBytes = 2 << 20
    /// How often what is in the log may be read again.
    private static let share = 16

    /// Takes in the walk's next event of a branch.
    ///
    /// - Returns: what is wrong with it as a request, in words; nil: nothing, or it is none.
    mutating func take(_ entry: LogEntry, _ view: LogView) -> String? {
        allowance += entry.size * Self.share
        guard entry.kind == .requestSent, entry.origin == nil,
            let content = entry.content
        else { return nil }
        do {
            if line?.branch != entry.branch { line = try view.line(entry.branch) }
            let isRequest = try isRequest(RequestRecipe(bytes: content), entry, view)
            return isRequest ? nil : "the recipe of the request gives no request"
        } catch Obstacle.tooMuch {
            return "the recipe of the request was not tried: it repeats more than requests do"
        } catch {
            // What it refers to was erased, or cannot be read, which is a finding of its own.
            return nil
        }
    }

    private mutating func isRequest(
        _ recipe: RequestRecipe, _ entry: LogEntry, _ view: LogView
    ) throws -> Bool {
        let literals = RequestSent(JSON(unchecked: entry.body), version: entry.version)
            .context.literals
        let outcome = try recipe.check(limit: Session.requestLimit) { hole in
            try fact(hole, literals, entry, view)
        }
        guard outcome == .unknown else { return outcome == .request }
        let bytes = try recipe.expanded(literals: literals, limit: Session.requestLimit) {
            let values = try values(of: $0, before: entry, view)
            try spend(values?.size ?? 0)
            return values
        }
        try spend(bytes?.count ?? 0)
        return bytes.flatMap { try? JSON(validating: $0) } != nil
    }

    // MARK: Holes

    private mutating func fact(
        _ hole: RequestRecipe.Hole, _ literals: [JSON], _ entry: LogEntry, _ view: LogView
    ) throws -> HoleFact? {
        let key = key(hole, entry)
        if let fact = known[key] { return fact }
        let text = try text(key, literals, entry, view)
        try spend(hole.part?.count ?? text?.count ?? 0)
        let fact = text.flatMap { HoleFact(hole, text: $0) }
        if known.count >= Self.knownLimit { known = [:] }
        known[key] = .some(fact)
        return fact
    }

    private func key(_ hole: RequestRecipe.Hole, _ entry: LogEntry) -> Key {
        let revision = hole.revision == 0 ? entry.revision : hole.revision
        let segment = line?.segments(from: revision, through: revision).first
        return Key(branch: segment?.branch ?? entry.branch, revision: revision, hole: hole)
    }

    private mutating func text(
        _ key: Key, _ literals: [JSON], _ entry: LogEntry, _ view: LogView
    ) throws -> [UInt8]? {
        if let last, last.key.branch == key.branch, last.key.revision == key.revision,
            last.key.hole.isSameText(as: key.hole)
        {
            return last.text
        }
        let text = try RequestRecipe.text(of: key.hole, literals) { _ in
            try values(of: key.revision, before: entry, view)
        }
        try spend(text?.count ?? 0)
        last = text.map { (key, $0) }
        return text
    }

    private mutating func spend(_ bytes: Int) throws {
        allowance -= bytes
        if allowance < 0 { throw Obstacle.tooMuch }
    }

    // MARK: Events

    private mutating func values(
        of revision: Revision, before entry: LogEntry, _ view: LogView
    ) throws -> EventValues? {
        guard let line, revision < entry.revision,
            let branch = line.segments(from: revision, through: revision).first?.branch
        else { return nil }
        if let known = sources.first(where: { $0.branch == branch && $0.revision == revision }) {
            return known.values
        }
        guard let source = try view.entry(revision: revision, on: line) else { return nil }
        if source.isErased { throw Obstacle.erased }
        let values = EventValues(body: JSON(unchecked: source.body), content: source.content)
        keep(Referred(branch: branch, revision: revision, values: values))
        return values
    }

    private mutating func keep(_ source: Referred) {
        sources.append(source)
        while sources.count > Self.sourceLimit
            || sources.count > 1 && sources.reduce(0, { $0 + $1.values.size }) > Self.sourceBytes
        {
            sources.removeFirst()
        }
    }
}
