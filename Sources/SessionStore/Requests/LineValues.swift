internal import SessionModel

/// What is known of one line's texts, so that each new request is told as references at once.
///
/// Looks back over the end of the line alone: a request resends what was said lately, and what the
/// request before it referred to. What is older is found when a request asks for it.
struct LineValues {
    let branch: BranchID
    /// The file's epoch when they were read.
    var epoch: UInt64?
    /// The last revision taken in.
    private(set) var through: Revision = 0
    private(set) var index = ValueIndex()
    /// Those of the last request, which was proved to come back from what they were told as.
    var messages = KnownMessages()
    private var values: [Revision: EventValues] = [:]
    /// The revisions in `values`, oldest first.
    private var kept: [Revision] = []
    private var bytes = 0
    private var reachesBack: Revision = 1
    private var reach = 0

    /// Whether there are older events that were not looked at, and would be.
    func canReach(_ reach: Int) -> Bool { reachesBack > 1 && reach > self.reach }

    /// Events looked back over at first: a process that records one request reads no more than
    /// these and what the request before it repeats, however long the log is.
    static let near = 512
    /// Bytes of events looked back over at once.
    private static let byteLimit = 64 << 20
    /// Bytes of values kept for expanding and for finding parts.
    private static let keptLimit = 16 << 20
    /// Bytes of late texts in which parts are looked for.
    private static let partLimit = 2 << 20
    /// Places beyond which everything is read anew.
    private static let placeLimit = 400_000

    init(branch: BranchID) { self.branch = branch }

    /// Takes in what was appended since, or the end of the line at first.
    mutating func catchUp(_ view: LogView, _ line: Line, head: Revision, reach: Int) throws {
        guard through == 0 || index.count > Self.placeLimit else {
            return try add(view, line, from: through + 1, through: head)
        }
        self = LineValues(branch: branch)
        self.reach = reach
        reachesBack = try start(view, line, head: head, reach: reach)
        for range in try earlier(view, line, before: reachesBack).joined() {
            try view.forEachEvent(on: line, from: range.lowerBound, through: range.upperBound) {
                add($0)
            }
        }
        try add(view, line, from: reachesBack, through: head)
    }

    private mutating func add(
        _ view: LogView, _ line: Line, from: Revision, through: Revision
    ) throws {
        try view.forEachEvent(on: line, from: from, through: through) { add($0) }
        self.through = through
    }

    private mutating func add(_ event: Event) {
        guard let found = index.add(event) else { return }
        keep(found, of: event.revision)
    }

    private mutating func keep(_ found: EventValues, of revision: Revision) {
        values[revision] = found
        kept.append(revision)
        bytes += found.size
        var dropped = 0
        while bytes > Self.keptLimit, dropped < kept.count - 1 {
            bytes -= values.removeValue(forKey: kept[dropped])?.size ?? 0
            dropped += 1
        }
        kept.removeFirst(dropped)
    }

    /// Where reading begins so that neither too many events nor too many bytes are read.
    private func start(
        _ view: LogView, _ line: Line, head: Revision, reach: Int
    ) throws -> Revision {
        let first = max(1, head - reach + 1)
        var (start, bytes) = (first, 0)
        try view.forEachEntry(
            on: line, from: first, through: head, ascending: false, headersOnly: true
        ) { entry in
            bytes += entry.size
            if bytes > Self.byteLimit { start = entry.revision + 1 }
            return bytes <= Self.byteLimit
        }
        return start
    }

    /// What the newest request refers to or repeats before a revision, ascending.
    private func earlier(_ view: LogView, _ line: Line, before: Revision) throws -> [Revision] {
        guard before > 1,
            let entry = try view.latest(
                kind: .requestSent, subject: nil, on: line),
            let recipe = entry.content
        else { return [] }
        var revisions = Set(RequestRecipe(bytes: recipe).holes.map { $0.revision })
        let sent = RequestSent(JSON(unchecked: entry.body), version: entry.version)
        for range in sent.context.ranges where range.lowerBound < before {
            revisions.formUnion(max(range.lowerBound, 1)...min(range.upperBound, before - 1))
        }
        return revisions.filter { $0 > 0 && $0 < before }.sorted()
    }

    /// The values of the event with a revision.
    mutating func values(
        of revision: Revision, _ view: LogView, _ line: Line
    ) throws -> EventValues? {
        if let known = values[revision] { return known }
        guard let entry = try view.entry(revision: revision, on: line) else {
            return nil
        }
        let found = EventValues(body: JSON(unchecked: entry.body), content: entry.content)
        keep(found, of: revision)
        return found
    }

    /// Finds parts of the texts said last.
    func partFinder() -> PartFinder {
        var sources: [PartFinder.KnownText] = []
        var left = Self.partLimit
        for revision in kept.reversed() {
            guard left > 0, let values = values[revision] else { break }
            for number in values.numbers
            where values.isString(number) || number == 0 {
                guard let text = values.text(number), text.count >= PartFinder.least else {
                    continue
                }
                left -= text.count
                sources.append(PartFinder.KnownText(revision: revision, number: number, text: text))
            }
        }
        return PartFinder(sources)
    }
}
