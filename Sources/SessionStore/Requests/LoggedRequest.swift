internal import EventLog
internal import SessionModel

internal import struct Crypto.SHA256

/// Puts a request together from the log of requests that the tool itself kept
/// (``ClaudeCodeRequest``): what each hash names is looked for on the line and taken only where
/// its own hash is that one.
struct LoggedRequest {
    private let reader: ContextReader
    private let entry: LogEntry
    private let request: ClaudeCodeRequest
    private var found: [EventDigest: ClaudeCodeMessages.Message] = [:]
    private var missing: [ModelContext.MissingPart] = []

    /// - Returns: nil where the event tells of no request in a form that is known.
    init?(_ entry: LogEntry, _ reader: ContextReader) {
        guard entry.dialect == Dialect.claudeCode.rawValue, !entry.isErased,
            let request = ClaudeCodeRequest(JSON(unchecked: entry.body))
        else { return nil }
        (self.entry, self.request, self.reader) = (entry, request, reader)
    }

    /// Markers that are put in their places: providers take four.
    private static let markerLimit = 64
    /// Events looked back over at first.
    private static let near: Int64 = 512

    mutating func context() throws -> ModelContext {
        let hashes = try hashes()
        try findBlobs(hashes)
        try findRecords(hashes)
        let size = hashes.reduce(0) { $0 + (found[$1]?.value.range.count ?? 0) }
        guard size <= Session.requestLimit else { throw tooLarge }
        let messages = hashes.enumerated().map { index, hash in
            found[hash]?.value ?? placeholder("messages/\(index)", hash)
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
            source: .requestLog(revision: Int(entry.revision)), point: reader.point,
            bytes: body.bytes, ranges: ranges(hashes),
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

    /// The hashes of the request's messages, those of the requests that it builds on included.
    private mutating func hashes() throws -> [EventDigest] {
        var chain = [request]
        var through = entry.revision - 1
        while let base = chain.last?.base, chain.last?.keep != 0 {
            guard
                let older = try reader.view.reader.latest(
                    kind: EventKind.requestSent.rawValue, subject: nil, on: reader.line,
                    through: through)
            else {
                let kept = chain.last?.keep ?? 1
                missing.append(
                    .init(place: kept == 1 ? "messages/0" : "messages/0–\(kept - 1)", hash: nil))
                break
            }
            through = older.revision - 1
            let request = older.isErased ? nil : ClaudeCodeRequest(JSON(unchecked: older.body))
            if let request, request.id == base { chain.append(request) }
        }
        return chain.reversed().reduce(into: []) { hashes, request in
            hashes = hashes.prefix(request.keep) + request.tail
        }
    }

    private mutating func placeholder(_ place: String, _ hash: EventDigest) -> JSON {
        missing.append(.init(place: place, hash: hash))
        return ["missing": .string("sha256:\(hash)")]
    }

    /// Messages that no other record makes have an event of their own, found by its subject.
    private mutating func findBlobs(_ hashes: [EventDigest]) throws {
        for hash in Set(hashes) {
            let entry = try reader.view.reader.latest(
                kind: EventKind.foreignRecorded.rawValue,
                subject: ClaudeCodeRequest.blobSubject(hash.description), on: reader.line,
                through: self.entry.revision)
            guard let entry else { continue }
            var messages = ClaudeCodeMessages()
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
            var messages = ClaudeCodeMessages()
            try reader.view.forEachEvent(
                on: reader.line, from: first, through: last, kinds: ClaudeCodeMessages.kinds
            ) { take(messages.add($0), wanted: wanted) }
            take(messages.finish(), wanted: wanted)
            guard first > 1 else { return }
            reach *= 4
        }
    }

    private mutating func take(
        _ messages: [ClaudeCodeMessages.Message], wanted: Set<EventDigest>
    ) {
        for message in messages {
            let hash = Self.hash(message.value)
            if wanted.contains(hash) { found[hash] = message }
        }
    }

    static func hash(_ value: JSON) -> EventDigest {
        EventDigest(Array(SHA256.hash(data: value.canonical.bytes))) ?? .zero
    }

    /// The revisions that the request repeats, in its order.
    private func ranges(_ hashes: [EventDigest]) -> [ClosedRange<Int>] {
        hashes.flatMap { found[$0]?.revisions ?? [] }.joined()
    }

    // MARK: System and tools

    private mutating func shape() throws -> [(String, JSON?)] {
        guard let wanted = request.shape else { return [] }
        var through = entry.revision
        while let record = try reader.view.reader.latest(
            kind: EventKind.contextBuilt.rawValue, subject: nil, on: reader.line,
            through: through)
        {
            let shape =
                record.isErased
                ? nil : ClaudeCodeRequest.shape(JSON(unchecked: record.body))
            if let shape, shape.hash == wanted, Self.hash(shape.value) == wanted {
                return shape.value.members.map { ($0.key, $0.value) }
            }
            through = record.revision - 1
        }
        missing.append(.init(place: "shape", hash: wanted))
        return []
    }
}

extension [Int] {
    /// Revisions as ranges, in their order.
    func joined() -> [ClosedRange<Int>] {
        reduce(into: []) { ranges, revision in
            if let last = ranges.last, last.upperBound + 1 == revision {
                ranges[ranges.count - 1] = last.lowerBound...revision
            } else {
                ranges.append(revision...revision)
            }
        }
    }
}
