public import SessionStore

/// A stretch of a line: how much of what happened there was asked for.
public struct TimelineBin: Sendable {
    /// The first and the last revision of it.
    public let revisions: ClosedRange<Int>
    /// Events that fit.
    public private(set) var count = 0
    /// The same by kind, in the order in which kinds came first.
    public private(set) var kinds: [(kind: EventKind, count: Int)] = []
    /// When the first of them happened.
    public private(set) var since: Timestamp?
    /// When the last of them happened.
    public private(set) var until: Timestamp?
    /// Nil: the columns are not weighed.
    public private(set) var weight: Weight?

    /// What only bodies tell.
    public struct Weight: Sendable, Hashable {
        /// Of bodies and contents.
        public var bytes = 0
        /// Without those that were read from a cache.
        public var tokens = 0
        /// Tools that failed, and answers that did not come.
        public var failures = 0
    }

    /// Divides a range of a line into stretches of as many revisions each.
    ///
    /// - Parameters:
    ///   - wanted: at most so many, from 1.
    ///   - range: revisions that are in the columns.
    /// - Cost: some nanoseconds a revision of the range.
    public static func bins(
        _ wanted: Int, of columns: LineColumns, in range: ClosedRange<Int>, _ test: LineTest
    ) -> [TimelineBin] {
        let width = max((range.count + wanted - 1) / wanted, 1)
        return stride(from: range.lowerBound, through: range.upperBound, by: width).map { first in
            let last = min(first + width - 1, range.upperBound)
            return TimelineBin(first...last, of: columns, test)
        }
    }

    private init(_ revisions: ClosedRange<Int>, of columns: LineColumns, _ test: LineTest) {
        self.revisions = revisions
        var counts = [Int](repeating: 0, count: columns.kindNames.values.count)
        var weight = Weight()
        for revision in revisions where test.fits(revision, of: columns) {
            let index = revision - 1
            count += 1
            counts[Int(columns.kinds[index])] += 1
            let time = columns.times[index]
            since = since.map { min($0, time) } ?? time
            until = until.map { max($0, time) } ?? time
            guard columns.isWeighed else { continue }
            weight.bytes += Int(columns.bytes[index])
            weight.tokens += Int(columns.tokens[index])
            weight.failures += columns.failures[index] ? 1 : 0
        }
        if columns.isWeighed { self.weight = weight }
        kinds = zip(columns.kindNames.values, counts).filter { $0.1 > 0 }
            .map { (kind: $0, count: $1) }
    }
}

extension Records {
    /// A stretch of a timeline.
    public static func bin(_ bin: TimelineBin) -> JSON {
        .object([
            ("from", .number(bin.revisions.lowerBound)),
            ("through", .number(bin.revisions.upperBound)), ("count", .number(bin.count)),
            ("kinds", .object(bin.kinds.map { ($0.kind.rawValue, .number($0.count)) })),
            ("since", time(bin.since)), ("until", time(bin.until)),
            ("bytes", bin.weight.map { .number($0.bytes) }),
            ("tokens", bin.weight.map { .number($0.tokens) }),
            ("failures", bin.weight.map { .number($0.failures) }),
        ])
    }
}
