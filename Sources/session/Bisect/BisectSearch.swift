import SessionStore

/// Finds the first change of a file after which a command fails.
struct BisectSearch: Sendable {
    let session: Session
    let file: String
    let command: String
    let showsOutput: Bool
    /// The recorded folder that becomes the top; nil: one that fits both ends.
    let root: String?
    let page: BisectPage

    /// The two ends, and the file changes from behind the good one to the bad one.
    struct Span: Sendable {
        let from: Point
        let to: Point
        let changes: [Int]
    }

    // MARK: What to search

    /// - Parameter from: nil: the first file change of the line.
    func span(from: Moment?, to: Moment) async throws -> Span {
        let end = try await session.resolve(to)
        let first = try await from.asyncMap { try await session.resolve($0) }
        if let first { try await check(first, isBefore: end) }
        var changes: [Int] = []
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
                hint: "`session audit FILE --kind file.changed` lists the changes.")
        }
        return Span(
            from: Point(branch: end.branch, revision: start), to: end, changes: between)
    }

    private func check(_ first: Point, isBefore end: Point) async throws {
        guard try await session.isPoint(first, before: end) else {
            throw SessionError(
                .invalidInput, "\(first) is not before \(end) on the line of \(end.branch)",
                hint: "--from names a moment of the line that --to is on, and an earlier one.")
        }
    }

    // MARK: Searching

    /// - Returns: the revisions of which one is the first bad one.
    func run(_ span: Span) async throws -> [Int] {
        try page.begin(span, command)
        let root = try await top(of: span)
        try await expect(.good, at: span.from, below: root)
        try await expect(.bad, at: span.to, below: root)
        var search = Bisection(count: span.changes.count)
        while let index = search.next {
            let point = Point(branch: span.to.branch, revision: span.changes[index])
            let answer = try await answer(at: point, below: root)
            search.note(answer.verdict, of: index)
            try page.step(point, answer.verdict, answer.end, left: search.suspects.count)
        }
        return Array(span.changes[search.suspects])
    }

    private func expect(
        _ expected: Bisection.Verdict, at point: Point, below root: String?
    ) async throws {
        let answer = try await answer(at: point, below: root)
        try page.step(point, answer.verdict, answer.end, left: nil)
        page.warn(leftOut: answer.leftOut, at: point)
        guard answer.verdict != expected else { return }
        let did: String =
            switch answer.verdict {
            case .good: "succeeds"
            case .bad: "fails"
            case .skipped: "cannot tell (exit status 125)"
            }
        throw SessionError(
            .invalidInput,
            expected == .good
                ? "the command \(did) at \(point) already, where it should succeed"
                : "the command \(did) at \(point), where it should fail",
            hint: expected == .good
                ? "Name a moment at which it succeeds with --from; --verbose shows its output."
                : "Name a moment at which it fails with --to; --verbose shows its output.")
    }

    private static func failure(_ what: String) -> SessionError {
        SessionError(
            .ioFailed, "the command \(what)",
            hint: "Statuses from 1 to 127 mean bad, 125 cannot tell; anything else ends the search."
        )
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

    private struct Answer {
        let verdict: Bisection.Verdict
        let end: CommandRun.End
        /// Files that could not be written, so that the command did without them.
        let leftOut: Int
    }

    /// Runs the command with the files of a moment.
    private func answer(at point: Point, below root: String?) async throws -> Answer {
        let place = try TemporaryPlace()
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
        let verdict: Bisection.Verdict
        switch end {
        case .status(0): verdict = .good
        case .status(125): verdict = .skipped
        case .status(1...127): verdict = .bad
        case .status(let number): throw Self.failure("exited with status \(number) at \(point)")
        case .signal(let number): throw Self.failure("was ended by signal \(number) at \(point)")
        }
        return Answer(verdict: verdict, end: end, leftOut: checkout.leftOut.count)
    }
}
