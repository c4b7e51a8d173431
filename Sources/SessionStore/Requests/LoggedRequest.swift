internal import SessionModel

/// Puts a request together from the log of requests that a tool itself kept
/// (``RequestLog``): what each hash names is looked for on the line and taken only where
/// its own hash is that one.
struct LoggedRequest {
    private let reader: ContextReader
    private let entry: LogEntry
    private let log: any RequestLog.Type
    private let request: HashedRequest
    private var found: [EventDigest: LoggedMessage] = [:]
    private var missing: [ModelContext.MissingPart] = []

    /// - Returns: nil where the event tells of no request in a form that is known.
    init?(_ entry: LogEntry, _ reader: ContextReader) {
        guard let log = entry.requestLog, let request = entry.loggedRequest else { return nil }
        (self.entry, self.log, self.request, self.reader) = (entry, log, request, reader)
    }

    /// Markers that are put in their places: providers take four.
    private static let markerLimit = 64
    /// Events looked back over at first.
    private static let near = 512

    mutating func context() throws -> ModelContext {
        let hashes = try hashes()
        let known = hashes.compactMap(\.self)
        try findBlobs(known)
        try findRecords(known)
        let size = known.reduce(0) { $0 + (found[$1]?.value.range.count ?? 0) }
        guard size <= Session.requestLimit else { throw tooLarge }
        let messages = hashes.enumerated().map { index, hash in
            hash.flatMap { found[$0]?.value } ?? placeholder("messages/\(index)", hash)
        }
        var body = JSON.object(
            request.parameters.members.map { ($0.key, $0.value) }
                + (try shape()) + [("messages", .array(messages))])
        for (index, marker) in request.markers.enumerated() {
            if index < Self.markerLimit,
                let marked = body.adding("cache_control", marker.value, at: marker.path[...])
            {
                body = marked
            } else {
                missing.append(.init(place: "cacheControl/\(index)", hash: nil))
            }
        }
        return ModelContext(
            source: .requestLog(revision: entry.revision), point: reader.point,
            bytes: body.bytes, ranges: known.flatMap { found[$0]?.revisions ?? [] }.joined(),
            messages: RequestMessages(body)?.messages ?? [], files: [:], missing: missing)
    }

    private var tooLarge: SessionError {
        SessionError(
            .contextUnknown,
            "the request logged at \(reader.point.branch)@\(entry.revision) comes to more than "
                + "\(Session.requestLimit) bytes",
            hint: "No provider takes as much: the log of requests is damaged, or forged.")
    }

    // MARK: Messages

    /// Messages that a request may begin with and that no other one tells.
    private static let unknownLimit = 10_000

    /// The hashes of the request's messages, those of the requests that it builds on included; nil
    /// where the one that tells them is missing.
    private func hashes() throws -> [EventDigest?] {
        try chain().reversed().reduce(into: []) { hashes, request in
            let unknown = max(0, request.keep - hashes.count)
            guard unknown <= Self.unknownLimit else { throw tooLarge }
            hashes =
                hashes.prefix(request.keep) + Array(repeating: nil, count: unknown) + request.tail
        }
    }

    /// The request, the one that it builds on, and so on: on the line, mostly one behind the other;
    /// else on one that a person rewound from.
    private func chain() throws -> [HashedRequest] {
        var chain = [request]
        var (through, position) = (entry.revision - 1, entry.position)
        var all: [String: (request: HashedRequest, position: Position)]?
        while let last = chain.last, let base = last.base, last.keep > 0 {
            if all == nil, let older = try older(base, through: through) {
                (through, position) = (older.entry.revision - 1, older.entry.position)
                chain.append(older.request)
                continue
            }
            let known = try all ?? everyRequest()
            all = known
            guard let older = known[base], older.position < position else { break }
            position = older.position
            chain.append(older.request)
        }
        return chain
    }

    /// A request of the line by its id.
    private func older(
        _ id: String, through: Revision
    ) throws -> (request: HashedRequest, entry: LogEntry)? {
        var before = through
        while let entry = try latest(.requestSent, nil, on: reader.line, through: before) {
            if let request = entry.loggedRequest, request.id == id { return (request, entry) }
            before = entry.revision - 1
        }
        return nil
    }

    /// Those of all lines, by their ids.
    private func everyRequest() throws -> [String: (request: HashedRequest, position: Position)] {
        var all: [String: (request: HashedRequest, position: Position)] = [:]
        for line in try [reader.line] + otherBranches.map({ try reader.view.line($0) }) {
            var before = Revision.max
            while let entry = try latest(.requestSent, nil, on: line, through: before),
                line == reader.line || entry.branch == line.branch
            {
                if let request = entry.loggedRequest { all[request.id] = (request, entry.position) }
                before = entry.revision - 1
            }
        }
        return all
    }

    private func latest(
        _ kind: EventKind, _ subject: String?, on line: Line, through: Revision
    ) throws -> LogEntry? {
        try reader.view.latest(
            kind: kind, subject: subject, on: line, through: through)
    }

    private var otherBranches: [BranchID] {
        reader.view.branches.map(\.id).filter { $0 != reader.line.branch }
    }

    /// What is looked for on the line; where that has it not, on any other, for a person may have
    /// rewound from the one that does.
    private func first<Result>(_ find: (Line) throws -> Result?) throws -> Result? {
        if let found = try find(reader.line) { return found }
        for branch in otherBranches {
            if let found = try find(reader.view.line(branch)) { return found }
        }
        return nil
    }

    /// How far a line is looked at.
    private func end(of line: Line) -> Revision { line == reader.line ? entry.revision : .max }

    private mutating func placeholder(_ place: String, _ hash: EventDigest?) -> JSON {
        missing.append(.init(place: place, hash: hash))
        return ["missing": hash.map { .string("sha256:\($0)") } ?? true]
    }

    /// Messages that no other record makes have an event of their own, found by its subject.
    private mutating func findBlobs(_ hashes: [EventDigest]) throws {
        for hash in Set(hashes) {
            let subject = log.blobSubject(hash.description)
            let entry = try first { line in
                try latest(.foreignRecorded, subject, on: line, through: end(of: line))
            }
            guard let entry else { continue }
            var messages = LoggedMessages()
            take(messages.add(try reader.view.event(entry)), wanted: [hash])
        }
    }

    /// Looks at the end of the line, and further and further back while something is missing.
    private mutating func findRecords(_ hashes: [EventDigest]) throws {
        let last = entry.revision - 1
        var reach = Self.near
        while true {
            let wanted = Set(hashes.filter { found[$0] == nil })
            guard !wanted.isEmpty else { return }
            let first = max(1, last - reach + 1)
            var messages = LoggedMessages()
            try reader.view.forEachEvent(
                on: reader.line, from: first, through: last, kinds: LoggedMessages.kinds
            ) { take(messages.add($0), wanted: wanted) }
            take(messages.finish(), wanted: wanted)
            guard first > 1 else { return }
            reach *= 4
        }
    }

    private mutating func take(
        _ messages: [LoggedMessage], wanted: Set<EventDigest>
    ) {
        for message in messages {
            let hash = Self.hash(message.value)
            if wanted.contains(hash) { found[hash] = message }
        }
    }

    static func hash(_ value: JSON) -> EventDigest {
        EventDigest(sha256Of: value.canonical.bytes)
    }

    // MARK: System and tools

    private mutating func shape() throws -> [(String, JSON?)] {
        guard let wanted = request.shape else { return [] }
        guard let shape = try first({ try shape(wanted, on: $0) }) else {
            missing.append(.init(place: "shape", hash: wanted))
            return []
        }
        return shape.members.map { ($0.key, $0.value) }
    }

    private func shape(_ wanted: EventDigest, on line: Line) throws -> JSON? {
        var through = end(of: line)
        while let record = try latest(.contextBuilt, nil, on: line, through: through),
            line == reader.line || record.branch == line.branch
        {
            let shape = record.requestLog?.shape(JSON(unchecked: record.body))
            if let shape, shape.hash == wanted, Self.hash(shape.value) == wanted {
                return shape.value
            }
            through = record.revision - 1
        }
        return nil
    }
}

extension [Revision] {
    /// Revisions as ranges, in their order.
    func joined() -> [ClosedRange<Revision>] {
        reduce(into: []) { ranges, revision in
            if let last = ranges.last, last.upperBound + 1 == revision {
                ranges[ranges.count - 1] = last.lowerBound...revision
            } else {
                ranges.append(revision...revision)
            }
        }
    }
}
