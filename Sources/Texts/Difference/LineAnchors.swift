/// Lines that can be matched without searching: each occurs once on both sides.
enum LineAnchors {
    /// The longest run of such lines whose order is the same on both sides (patience sorting).
    /// Cost: n log n.
    static func find(
        _ a: [Int], _ x: Range<Int>, _ b: [Int], _ y: Range<Int>
    ) -> [(x: Int, y: Int)] {
        let inB = places(b, y)
        let common = places(a, x).compactMap { line, place in
            place.flatMap { x in (inB[line] ?? nil).map { (x: x, y: $0) } }
        }
        return rising(common.sorted { $0.x < $1.x })
    }

    /// Where each line occurs; nil where it does more than once.
    private static func places(_ lines: [Int], _ range: Range<Int>) -> [Int: Int?] {
        var places: [Int: Int?] = [:]
        for index in range {
            let line = lines[index]
            places.updateValue(places[line] == nil ? index : nil, forKey: line)
        }
        return places
    }

    /// The longest subsequence in which `y` rises.
    private static func rising(_ pairs: [(x: Int, y: Int)]) -> [(x: Int, y: Int)] {
        /// The pair that each length ends with at best, and what comes before each pair.
        var ends: [Int] = []
        var previous: [Int?] = []
        for (index, pair) in pairs.enumerated() {
            var (low, high) = (0, ends.count)
            while low < high {
                let middle = (low + high) / 2
                if pairs[ends[middle]].y < pair.y { low = middle + 1 } else { high = middle }
            }
            previous.append(low > 0 ? ends[low - 1] : nil)
            if low == ends.count { ends.append(index) } else { ends[low] = index }
        }
        var result: [(x: Int, y: Int)] = []
        var next = ends.last
        while let index = next {
            result.append(pairs[index])
            next = previous[index]
        }
        return result.reversed()
    }
}
