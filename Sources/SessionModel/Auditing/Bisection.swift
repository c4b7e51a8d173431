/// The search for the first of many changes after which something is bad.
///
/// ```swift
/// var search = Bisection(count: changes.count)
/// while let index = search.next { search.note(try await test(changes[index]), of: index) }
/// changes[search.suspects]   // one: the first bad one; several: those between were skipped
/// ```
///
/// Before the first change it was good, after the last one it is bad. Whatever the answers are,
/// every change is tried at most once, and without skipping about log₂ of them are.
public struct Bisection: Sendable {
    /// What a try says of one change; a skipped one cannot tell.
    public enum Verdict: String, Sendable, Hashable {
        /// The first bad change comes later.
        case good
        /// It is this one, or an earlier one.
        case bad
        /// It cannot be told here.
        case skipped
    }

    private var good = -1
    private var bad: Int
    private var skipped: Set<Int> = []

    /// - Parameter count: how many changes there are; at least 1, for the last one is known to be
    ///   bad.
    public init(count: Int) { bad = max(count, 1) - 1 }

    /// The changes of which one is the first bad one; the last of them is bad for certain.
    public var suspects: ClosedRange<Int> { good + 1...bad }

    /// The change to try next, as near to the middle as can be; nil: there is nothing left to try.
    public var next: Int? {
        let middle = (good + bad) / 2
        return (good + 1..<bad).filter { !skipped.contains($0) }
            .min { (abs($0 - middle), $0) < (abs($1 - middle), $1) }
    }

    /// Takes in how it is after a change.
    public mutating func note(_ verdict: Verdict, of index: Int) {
        switch verdict {
        case .good: good = max(good, min(index, bad - 1))
        case .bad: bad = min(bad, max(index, good + 1))
        case .skipped: skipped.insert(index)
        }
    }
}
