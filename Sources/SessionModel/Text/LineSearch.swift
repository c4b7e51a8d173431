/// The search for a longest common sequence of lines, in linear space and within a budget.
struct LineSearch {
    /// The lines that can be matched, and where they stand in their contents.
    private let a: [Int]
    private let b: [Int]
    private let places: (old: [Int], new: [Int])
    private let distinct: Int
    private var budget: Int
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
    }

    mutating func run() {
        forward = [Int](repeating: 0, count: a.count + b.count + 3)
        backward = forward
        search(0..<a.count, 0..<b.count)
    }

    private mutating func match(_ x: Int, _ y: Int, count: Int) {
        for step in 0..<count { pairs.append((places.old[x + step], places.new[y + step])) }
    }

    /// Matches what the beginnings have in common, then the middle, then the ends. Recursion halves
    /// the number of differences each time, so it is no deeper than its logarithm.
    private mutating func search(_ x: Range<Int>, _ y: Range<Int>) {
        let front = commonBeginning(x, y)
        match(x.lowerBound, y.lowerBound, count: front)
        let back = commonEnd(x.dropFirst(front), y.dropFirst(front))
        let (x, y) = (x.dropFirst(front).dropLast(back), y.dropFirst(front).dropLast(back))
        if !x.isEmpty, !y.isEmpty {
            if let snake = budget > 0 ? middle(x, y) : nil {
                search(x.lowerBound..<snake.x.lowerBound, y.lowerBound..<snake.y.lowerBound)
                match(snake.x.lowerBound, snake.y.lowerBound, count: snake.x.count)
                search(snake.x.upperBound..<x.upperBound, snake.y.upperBound..<y.upperBound)
            } else {
                isCoarse = true
                matchAnchors(x, y)
            }
        }
        match(x.upperBound, y.upperBound, count: back)
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

    /// Walks from both ends at once until the paths meet. Diagonals that leave the box are not
    /// walked on.
    ///
    /// - Returns: nil where the budget is used up before.
    private mutating func middle(_ x: Range<Int>, _ y: Range<Int>) -> Snake? {
        let (n, m) = (x.count, y.count)
        let offset = m + 1
        forward[offset + 1] = 0
        backward[offset + 1] = 0
        for distance in 0...(n + m + 1) / 2 {
            // The order decides between paths of the same length; it is git's.
            let lowest = -(distance - 2 * max(0, distance - m))
            let highest = distance - 2 * max(0, distance - n)
            for k in stride(from: highest, through: lowest, by: -2) {
                if let snake = step(k, distance, x, y, isForward: true) { return snake }
            }
            for k in stride(from: lowest, through: highest, by: 2) {
                if let snake = step(k, distance, x, y, isForward: false) { return snake }
            }
            guard budget > 0 else { return nil }
        }
        return nil
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
