public import SessionModel

extension Session {
    /// A projection's state at any moment: the nearest snapshot, and the events behind it.
    ///
    /// ```swift
    /// struct Prompts: Projection {
    ///     static let name = "prompts", version = 1
    ///     private(set) var count = 0
    ///     init() {}
    ///     mutating func apply(_ event: Event) { count += event.kind == .promptSubmitted ? 1 : 0 }
    ///     var state: JSON { .number(count) }
    ///     init?(state: JSON) {
    ///         guard let count = state.int else { return nil }
    ///         self.count = count
    ///     }
    /// }
    /// let then = try await session.fold(Prompts.self, at: .revision(120, on: .main)).count
    /// ```
    ///
    /// Where the session is open for writing, snapshots are kept on the way, so that the next fold
    /// begins near its moment. A new version makes those of older ones void; they are deleted.
    /// A projection named in ``SessionOptions/projections`` is checked by ``verify(_:progress:)``.
    ///
    /// - Throws: ``SessionError/Code/projectionFailed`` with the moment and the projection's own
    ///   error where it throws; the session goes on. `invalidName` for a name that cannot be kept.
    /// - Cost: at first one pass over the line; then at most some thousand events.
    public func fold<P: Projection>(_ type: P.Type, at moment: Moment) async throws -> P {
        try ProjectionName.check(type.name)
        let point = try await resolve(moment)
        var walk = try await read { try FoldWalk<P>(to: point, $0) }
        while !walk.isDone {
            let before = walk
            walk = try await read { view in
                // What was folded before somebody erased events is not what they say now.
                var next =
                    try view.epoch() == before.epoch
                    ? before : FoldWalk<P>(to: point, view)
                try next.step(view)
                return next
            }
        }
        try? await keep(walk, of: type)
        return walk.fold
    }

    /// Stores snapshots; where that fails the next fold has more to do, and nothing else is lost.
    private func keep<P: Projection>(_ walk: FoldWalk<P>, of type: P.Type) async throws {
        guard log.mode == .readWrite, !walk.due.isEmpty, let epoch = walk.epoch else { return }
        try await write {
            try $0.keep(walk.due, of: type.name, version: type.version, epoch: epoch)
        }
    }
}

/// A projection's state that is worth keeping.
struct DueSnapshot: Sendable {
    let branch: BranchID
    let revision: Revision
    let state: [UInt8]
}

/// A fold on its way to a point, some events at a time.
private struct FoldWalk<P: Projection>: Sendable {
    private(set) var fold = P()
    private(set) var due: [DueSnapshot] = []
    /// The file's epoch: what is folded in it says nothing in another one.
    let epoch: UInt64?
    private let point: Point
    private var revision: Revision = 0
    private var kept: Revision = 0
    /// Revisions to the next snapshot.
    private var distance = Self.least

    /// Revisions between snapshots: a small state is kept every 1,024, a large one more rarely, so
    /// that snapshots take at most about 16 bytes an event.
    private static var least: Int { 1024 }
    private static var bytesAnEvent: Int { 16 }
    /// Events folded in one read.
    private static var stride: Int { 4096 }

    init(to point: Point, _ view: LogView) throws {
        self.point = point
        epoch = try view.epoch()
        let line = try view.line(point.branch)
        guard
            let snapshot = try view.snapshot(
                of: P.name, version: P.version, on: line, through: point.revision),
            let stored = P(state: JSON(unchecked: snapshot.state))
        else { return }
        fold = stored
        (revision, kept) = (snapshot.revision, snapshot.revision)
        distance = Self.distance(of: snapshot.state.count)
    }

    var isDone: Bool { revision >= point.revision }

    private static func distance(of size: Int) -> Int {
        max(least, size / bytesAnEvent)
    }

    mutating func step(_ view: LogView) throws {
        let line = try view.line(point.branch)
        let end = min(point.revision, revision + Self.stride)
        try view.forEachEvent(on: line, from: revision + 1, through: end) { event in
            do {
                try fold.apply(event)
            } catch {
                throw SessionError(
                    .projectionFailed,
                    "the projection \(P.name) failed at \(point.branch)@\(event.revision): "
                        + "\(error)",
                    hint: "\(.show(.revision(event.revision, on: point.branch))) shows the event.",
                    cause: error)
            }
            keepIfDue(line, event.revision)
        }
        revision = end
    }

    private mutating func keepIfDue(_ line: Line, _ revision: Revision) {
        guard revision - kept >= distance,
            let owner = line.segments(from: revision, through: revision).first
        else { return }
        let state = fold.state.bytes
        due.append(DueSnapshot(branch: owner.branch, revision: revision, state: state))
        kept = revision
        distance = Self.distance(of: state.count)
    }
}

/// What a projection may be called.
enum ProjectionName {
    /// Names of the store's own projections.
    static let reserved = [PreviewFold.name, "subjects", "epoch", "unscrubbed"]

    static func check(_ name: String) throws {
        let isPlain = name.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == 0x2E
                || $0 == 0x2D
        }
        let names = reserved.joined(separator: ", ")
        guard isPlain, (1...100).contains(name.utf8.count), !reserved.contains(name) else {
            throw SessionError(
                .invalidName, "\"\(name)\" cannot name a projection",
                hint: "Use letters, digits, dots and dashes, and none of: \(names).")
        }
    }
}
