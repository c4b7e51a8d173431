public import SessionStore

/// Finds the first change of a file after which a command fails.
///
/// The files of a moment are written into a temporary folder, and the command is run there by the
/// shell; then half of the changes that are left are ruled out, and so on. Status 0 is good, 125
/// cannot tell and is skipped, up to 127 is bad, anything else ends the search, as with
/// `git bisect run`.
///
/// ```swift
/// let search = BisectSearch(session: session, file: "app.session", command: "make",
///                           folder: "/tmp")
/// let span = try await search.span(from: nil, to: .named(.main))
/// let revisions = try await search.run(span) { step in print(step.point, step.verdict) }
/// ```
///
/// Nothing is left behind. Where the task is cancelled, the command and what it started end.
public struct BisectSearch: Sendable {
    private let session: Session
    private let file: String
    private let command: String
    private let folder: String
    private let showsOutput: Bool
    /// The recorded folder that becomes the top; nil: one that fits both ends.
    private let root: String?

    /// - Parameters:
    ///   - file: the session's, as the command is told it where the session does not know its own.
    ///   - command: as the shell reads it.
    ///   - folder: where temporary files go.
    ///   - showsOutput: whether what the command writes goes to standard error, or nowhere.
    ///   - root: the recorded folder that becomes the top; nil: one that fits both ends.
    public init(
        session: Session, file: String, command: String, folder: String, showsOutput: Bool = false,
        root: String? = nil
    ) {
        (self.session, self.file, self.command) = (session, file, command)
        (self.folder, self.showsOutput, self.root) = (folder, showsOutput, root)
    }

    /// The two ends, and the file changes from behind the good one to the bad one.
    public struct Span: Sendable {
        /// The good end.
        public let from: Point
        /// The bad end.
        public let to: Point
        /// Revisions, ascending; at least one.
        public let changes: [Revision]

        /// About how often the command is run, both ends included.
        public var expectedRuns: Int {
            var (runs, left) = (2, changes.count)
            while left > 1 { (runs, left) = (runs + 1, (left + 1) / 2) }
            return runs
        }
    }

    /// One run of the command, and what it says.
    public struct Step: Sendable {
        /// The moment whose files were written.
        public let point: Point
        /// What the command's end means.
        public let verdict: Bisection.Verdict
        /// How the command ended.
        public let end: CommandRun.End
        /// Changes of which one is the first bad one; nil: it was an end that was tried.
        public let left: Int?
        /// Files that could not be written, so that the command did without them.
        public let leftOut: Int
    }

    // MARK: What to search

    /// Finds the changes to search.
    ///
    /// - Parameters:
    ///   - from: where it is good; nil: the first file change of the line.
    ///   - to: where it is bad.
    /// - Throws: ``SessionError/Code/invalidInput`` where no file was changed in between, or one
    ///   end is not before the other.
    public func span(from: Moment?, to: Moment) async throws -> Span {
        let end = try await session.resolve(to)
        var first: Point?
        if let from { first = try await session.resolve(from) }
        if let first { try await check(first, isBefore: end) }
        var changes: [Revision] = []
        for try await event in session.events(
            on: end.branch, from: (first?.revision ?? 0) + 1, through: end.revision,
            headersOnly: true)
        where event.kind == .fileChanged {
            changes.append(event.revision)
        }
        let start = first?.revision ?? changes.first
        let between = first == nil ? Array(changes.dropFirst()) : changes
        guard let start, !between.isEmpty else {
            let beginning = first.map { "\($0)" } ?? "its first change"
            throw SessionError(
                .invalidInput, "no file was changed between \(beginning) and \(end)",
                hint: "\(.changes(of: nil, in: nil)) lists the changes.")
        }
        return Span(
            from: Point(branch: end.branch, revision: start), to: end, changes: between)
    }

    private func check(_ first: Point, isBefore end: Point) async throws {
        guard try await session.isPoint(first, before: end) else {
            throw SessionError(
                .invalidInput, "\(first) is not before \(end) on the line of \(end.branch)",
                hint:
                    "\(.goodMoment) names a moment of the line that \(.badMoment) is on, and an "
                    + "earlier one."
            )
        }
    }

    // MARK: Searching

    /// Searches; first both ends are tried.
    ///
    /// - Parameter report: is told each step when it is done.
    /// - Returns: the revisions of which one is the first bad one; several where the others were
    ///   skipped.
    /// - Throws: ``SessionError/Code/invalidInput`` where an end is not what it should be, and
    ///   `CancellationError` where the task was cancelled.
    /// - Cost: a checkout and a run for each step, of which there are about as many as the number
    ///   of changes has binary digits.
    public func run(_ span: Span, report: (Step) throws -> Void) async throws -> [Revision] {
        let root = try await top(of: span)
        for (point, expected) in [(span.from, Bisection.Verdict.good), (span.to, .bad)] {
            let step = try await step(at: point, below: root) { _ in nil }
            try report(step)
            try expect(expected, in: step)
        }
        var search = Bisection(count: span.changes.count)
        while let index = search.next {
            let point = Point(branch: span.to.branch, revision: span.changes[index])
            let step = try await step(at: point, below: root) { verdict in
                search.note(verdict, of: index)
                return search.suspects.count
            }
            try report(step)
        }
        return Array(span.changes[search.suspects])
    }

    private func expect(_ expected: Bisection.Verdict, in step: Step) throws {
        guard step.verdict != expected else { return }
        let did: String =
            switch step.verdict {
            case .good: "succeeds"
            case .bad: "fails"
            case .skipped: "cannot tell (exit status 125)"
            }
        throw SessionError(
            .invalidInput,
            expected == .good
                ? "the command \(did) at \(step.point) already, where it should succeed"
                : "the command \(did) at \(step.point), where it should fail",
            hint: expected == .good
                ? "Name a moment at which it succeeds with \(.goodMoment); "
                    + "\(.showOutput) shows its output."
                : "Name a moment at which it fails with \(.badMoment); "
                    + "\(.showOutput) shows its output.")
    }

    /// The same folder is the top at every step, so that the command finds files in one place.
    private func top(of span: Span) async throws -> String? {
        if let root { return root }
        var tops: [[Substring]] = []
        for point in [span.from, span.to] {
            let checkout = try await session.checkout(
                point.moment, into: ".", options: CheckoutOptions(isReplacing: true, isDryRun: true)
            )
            if let root = checkout.root { tops.append(root.split(separator: "/")) }
        }
        guard let first = tops.first, let last = tops.last else { return nil }
        let common = zip(first, last).prefix { $0 == $1 }.map(\.0)
        return "/" + common.joined(separator: "/")
    }

    /// Runs the command with the files of a moment.
    ///
    /// - Parameter note: takes the verdict in, and gives how many changes are left.
    private func step(
        at point: Point, below root: String?, note: (Bisection.Verdict) -> Int?
    ) async throws -> Step {
        let place = try TemporaryPlace(in: folder)
        defer { place.remove() }
        let checkout = try await session.checkout(
            point.moment, into: place.path,
            options: CheckoutOptions(isReplacing: true, root: root))
        let run = CommandRun(
            command: command, folder: place.path,
            environment: [
                "SESSION_FILE": session.path ?? file, "SESSION_BRANCH": point.branch.rawValue,
                "SESSION_REVISION": "\(point.revision)", "SESSION_MOMENT": "\(point)",
            ], showsOutput: showsOutput)
        let end = try await run.run()
        let verdict = try end.verdict(at: point)
        return Step(
            point: point, verdict: verdict, end: end, left: note(verdict),
            leftOut: checkout.leftOut.count)
    }
}

extension CommandRun.End {
    /// What the end of a command says of the moment that it was run at.
    ///
    /// - Throws: ``SessionError/Code/ioFailed`` where it says that the search shall end.
    func verdict(at point: Point) throws -> Bisection.Verdict {
        switch self {
        case .status(0): return .good
        case .status(125): return .skipped
        case .status(1...127): return .bad
        case .status(let number):
            throw Self.failure("exited with status \(number) at \(point)")
        case .signal(let number): throw Self.failure("was ended by signal \(number) at \(point)")
        }
    }

    private static func failure(_ what: String) -> SessionError {
        SessionError(
            .ioFailed, "the command \(what)",
            hint: "Statuses from 1 to 127 mean bad, 125 cannot tell; anything else ends the search."
        )
    }
}
