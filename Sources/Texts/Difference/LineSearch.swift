/// The search for a longest common sequence of lines, in linear space and within a budget. Where
/// two texts have so little in common that a shortest path costs too much, it goes on from the best
/// one found by then, as git does.
struct LineSearch {
    /// The lines that can be matched, and where they stand in their contents.
    private let a: [Int]
    private let b: [Int]
    private let places: (old: [Int], new: [Int])
    private let distinct: Int
    private var budget: Int
    /// How many differences a path may have before the best one is taken: git's number, so that
    /// both cut at the same place.
    private let patience: Int
    /// What is left to do, the last first.
    private var open: [Task] = []
    /// How far the best path on each diagonal has come, from the front and from the back.
    private var forward: [Int] = []
    private var backward: [Int] = []
    /// Matched lines, ascending on both sides.
    private(set) var pairs: [(old: Int, new: Int)] = []
    private(set) var isCoarse = false

    init(_ numbers: LineNumbers, budget: Int) {
        places = numbers.shared
        a = places.old.map { numbers.old[$0] }
        b = places.new.map { numbers.new[$0] }
        distinct = numbers.distinct
        self.budget = budget
        let diagonals = a.count + b.count + 3
        patience = max(256, 1 << ((Int.bitWidth - diagonals.leadingZeroBitCount + 1) / 2))
    }

    private enum Task {
        case search(Range<Int>, Range<Int>, isMinimal: Bool)
        case match(Int, Int, count: Int)
    }

    mutating func run() {
        forward = [Int](repeating: 0, count: a.count + b.count + 3)
        backward = forward
        open = [.search(0..<a.count, 0..<b.count, isMinimal: false)]
        while let task = open.popLast() {
            switch task {
            case .search(let x, let y, let isMinimal): search(x, y, isMinimal: isMinimal)
            case .match(let x, let y, let count): match(x, y, count: count)
            }
        }
    }

    private mutating func match(_ x: Int, _ y: Int, count: Int) {
        for step in 0..<count { pairs.append((places.old[x + step], places.new[y + step])) }
    }

    /// Matches what the beginnings have in common, then the middle, then the ends.
    ///
    /// - Parameter isMinimal: whether the path is known to be short enough to search to its end.
    private mutating func search(_ x: Range<Int>, _ y: Range<Int>, isMinimal: Bool) {
        let front = commonBeginning(x, y)
        match(x.lowerBound, y.lowerBound, count: front)
        let back = commonEnd(x.dropFirst(front), y.dropFirst(front))
        let (x, y) = (x.dropFirst(front).dropLast(back), y.dropFirst(front).dropLast(back))
        open.append(.match(x.upperBound, y.upperBound, count: back))
        guard !x.isEmpty, !y.isEmpty else { return }
        guard budget > 0, let split = middle(x, y, isMinimal: isMinimal) else {
            isCoarse = true
            return matchAnchors(x, y)
        }
        let snake = split.snake
        open += [
            .search(
                snake.x.upperBound..<x.upperBound, snake.y.upperBound..<y.upperBound,
                isMinimal: split.isMinimal.high),
            .match(snake.x.lowerBound, snake.y.lowerBound, count: snake.x.count),
            .search(
                x.lowerBound..<snake.x.lowerBound, y.lowerBound..<snake.y.lowerBound,
                isMinimal: split.isMinimal.low),
        ]
    }

    private func commonBeginning(_ x: Range<Int>, _ y: Range<Int>) -> Int {
        var count = 0
        while count < x.count, count < y.count, a[x.lowerBound + count] == b[y.lowerBound + count] {
            count += 1
        }
        return count
    }

    private func commonEnd(_ x: Range<Int>, _ y: Range<Int>) -> Int {
        var count = 0
        while count < x.count, count < y.count,
            a[x.upperBound - 1 - count] == b[y.upperBound - 1 - count]
        {
            count += 1
        }
        return count
    }

    // MARK: Myers

    /// A stretch of equal lines, possibly empty, in the middle of a shortest path.
    private struct Snake {
        let x: Range<Int>
        let y: Range<Int>
    }

    /// Where a search goes on in two halves, and which of them are known to be short enough.
    private struct Split {
        let snake: Snake
        var isMinimal = (low: true, high: true)
    }

    /// Walks from both ends at once until the paths meet, or until patience ends. Diagonals that
    /// leave the box are not walked on.
    ///
    /// - Returns: nil where the budget is used up before.
    private mutating func middle(
        _ x: Range<Int>, _ y: Range<Int>, isMinimal: Bool
    ) -> Split? {
        let (n, m) = (x.count, y.count)
        let offset = m + 1
        forward[offset + 1] = 0
        backward[offset + 1] = 0
        for distance in 0...(n + m + 1) / 2 {
            // The order decides between paths of the same length; it is git's.
            let lowest = -(distance - 2 * max(0, distance - m))
            let highest = distance - 2 * max(0, distance - n)
            for k in stride(from: highest, through: lowest, by: -2) {
                if let snake = step(k, distance, x, y, isForward: true) {
                    return Split(snake: snake, isMinimal: (isMinimal, isMinimal))
                }
            }
            for k in stride(from: lowest, through: highest, by: 2) {
                if let snake = step(k, distance, x, y, isForward: false) {
                    return Split(snake: snake, isMinimal: (isMinimal, isMinimal))
                }
            }
            guard budget > 0 else { return nil }
            if distance >= patience, !isMinimal { return cut(x, y, lowest...highest) }
        }
        return nil
    }

    /// Splits where the path that came farthest from either end stands.
    private mutating func cut(
        _ x: Range<Int>, _ y: Range<Int>, _ diagonals: ClosedRange<Int>
    ) -> Split {
        isCoarse = true
        let (n, m) = (x.count, y.count)
        func farthest(_ path: [Int], _ order: StrideThrough<Int>) -> (x: Int, y: Int) {
            var best = (x: -1, y: 0)
            for k in order {
                let end = min(path[m + 1 + k], n, m + k)
                if end + end - k > best.x + best.y { best = (end, end - k) }
            }
            return best
        }
        let (lowest, highest) = (diagonals.lowerBound, diagonals.upperBound)
        let front = farthest(forward, stride(from: highest, through: lowest, by: -2))
        let back = farthest(backward, stride(from: lowest, through: highest, by: 2))
        let isFront = back.x + back.y < front.x + front.y
        let place = isFront ? front : (x: n - back.x, y: m - back.y)
        let (left, right) = (x.lowerBound + place.x, y.lowerBound + place.y)
        return Split(
            snake: Snake(x: left..<left, y: right..<right), isMinimal: (isFront, !isFront))
    }

    /// Lengthens the path on one diagonal, counted from the side that the walk began on.
    private mutating func step(
        _ k: Int, _ distance: Int, _ x: Range<Int>, _ y: Range<Int>, isForward: Bool
    ) -> Snake? {
        let (n, m) = (x.count, y.count)
        let offset = m + 1
        func reached(_ diagonal: Int) -> Int {
            isForward ? forward[offset + diagonal] : backward[offset + diagonal]
        }
        let goesDown = k == -distance || k != distance && reached(k - 1) < reached(k + 1)
        let start = goesDown ? reached(k + 1) : reached(k - 1) + 1
        var end = start
        while end < n, end - k < m,
            isForward
                ? a[x.lowerBound + end] == b[y.lowerBound + end - k]
                : a[x.upperBound - 1 - end] == b[y.upperBound - 1 - (end - k)]
        {
            end += 1
        }
        budget -= 1 + end - start
        if isForward { forward[offset + k] = end } else { backward[offset + k] = end }
        let other = n - m - k
        let isOdd = (n + m) % 2 != 0
        guard isOdd == isForward, abs(other) <= distance - (isOdd ? 1 : 0) else { return nil }
        guard end + (isForward ? backward : forward)[offset + other] >= n else { return nil }
        let (from, to) = isForward ? (start, end) : (n - end, n - start)
        let (low, high) = isForward ? (start - k, end - k) : (m - (end - k), m - (start - k))
        return Snake(
            x: x.lowerBound + from..<x.lowerBound + to,
            y: y.lowerBound + low..<y.lowerBound + high)
    }

    // MARK: Anchors

    /// Matches the lines that occur once on both sides, as far as their order agrees, and what is
    /// equal beside each of them.
    private mutating func matchAnchors(_ x: Range<Int>, _ y: Range<Int>) {
        var (nextX, nextY) = (x.lowerBound, y.lowerBound)
        for anchor in LineAnchors.find(a, x, b, y) where anchor.x >= nextX && anchor.y >= nextY {
            let back = commonEnd(nextX..<anchor.x, nextY..<anchor.y)
            match(anchor.x - back, anchor.y - back, count: back + 1)
            let front = commonBeginning(
                anchor.x + 1..<x.upperBound, anchor.y + 1..<y.upperBound)
            match(anchor.x + 1, anchor.y + 1, count: front)
            (nextX, nextY) = (anchor.x + 1 + front, anchor.y + 1 + front)
        }
    }
}
