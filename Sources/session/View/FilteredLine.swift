import SessionStore

/// Which events of a branch's line fit a filter, as far as they were looked at: in blocks, each of
/// which is read once, the nearest one first.
struct FilteredLine: Sendable {
    /// Revisions of a block at most: as many headers as are read while nobody notices.
    static let blockSize = 8192

    /// Revisions of a block: fewer where some bodies are read, too.
    private var blockSize: Int { filter.leavesOutBooks ? 1024 : Self.blockSize }

    let filter: ViewFilter
    let branch: BranchName
    private(set) var head: Revision
    /// What fits in each block that was looked at, ascending.
    private var blocks: [Int: [Revision]] = [:]
    /// Events that fit in them all.
    private(set) var count = 0

    init(_ filter: ViewFilter, on branch: BranchName, head: Revision) {
        self.filter = filter
        self.branch = branch
        self.head = head
    }

    /// What comes next in a direction.
    enum Neighbour: Sendable, Hashable {
        case found(Revision)
        /// Nothing fits any more.
        case end
        /// It has to be looked at first.
        case unknown(FilterBlock)
    }

    private var blockCount: Int { (head.number + blockSize - 1) / blockSize }
    private func block(of revision: Revision) -> Int { (revision.number - 1) / blockSize }

    private func stretch(_ block: Int) -> FilterBlock {
        let first = Revision(block * blockSize + 1)
        return FilterBlock(
            filter: filter, branch: branch,
            revisions: first...min(first + (blockSize - 1), head))
    }

    // MARK: What is known

    var isWhole: Bool { blocks.count == blockCount }

    /// Events that were looked at.
    var looked: Int {
        let last = blockCount - 1
        let missing = blocks[last] == nil ? 0 : blockCount * blockSize - head.number
        return blocks.count * blockSize - missing
    }

    /// Also as long as nobody has looked.
    func fits(_ revision: Revision) -> Bool {
        guard let known = blocks[block(of: revision)] else { return true }
        let index = Self.index(of: revision, in: known)
        return index < known.count && known[index] == revision
    }

    /// The next event that fits, behind a revision or before it.
    func neighbour(of revision: Revision, isForward: Bool) -> Neighbour {
        let start = isForward ? revision + 1 : revision - 1
        var number = block(of: min(max(start, 1), max(head, 1)))
        guard start >= 1, start <= head else { return .end }
        while (0..<blockCount).contains(number) {
            guard let known = blocks[number] else { return .unknown(stretch(number)) }
            let index = Self.index(of: isForward ? start : revision, in: known)
            if isForward, index < known.count { return .found(known[index]) }
            if !isForward, index > 0 { return .found(known[index - 1]) }
            number += isForward ? 1 : -1
        }
        return .end
    }

    /// At most so many events that fit in a direction, as far as they are known, the nearest first.
    func neighbours(of revision: Revision, isForward: Bool, limit: Int) -> [Revision] {
        var found: [Revision] = []
        var place = revision
        while found.count < limit,
            case .found(let next) = neighbour(of: place, isForward: isForward)
        {
            found.append(next)
            place = next
        }
        return found
    }

    /// The block to look at next, the nearest to a revision; nil: all is known.
    func missing(near revision: Revision) -> FilterBlock? {
        guard !isWhole else { return nil }
        let middle = block(of: max(revision, 1))
        for distance in 0...blockCount {
            let near = [middle + distance, middle - distance].first { number in
                (0..<blockCount).contains(number) && blocks[number] == nil
            }
            if let near { return stretch(near) }
        }
        return nil
    }

    /// The index of the first one that is no less.
    private static func index(of revision: Revision, in sorted: [Revision]) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < revision { low = middle + 1 } else { high = middle }
        }
        return low
    }

    // MARK: What comes

    mutating func take(_ found: [Revision], for asked: FilterBlock) {
        let number = block(of: asked.revisions.lowerBound)
        guard asked == stretch(number), blocks[number] == nil else { return }
        blocks[number] = found
        count += found.count
    }

    /// The line has another head: what was its last block is looked at again.
    mutating func move(to head: Revision) {
        guard head != self.head else { return }
        for number in [blockCount - 1, (head.number - 1) / blockSize] {
            count -= blocks.removeValue(forKey: number)?.count ?? 0
        }
        self.head = head
        for number in blocks.keys where number >= blockCount {
            count -= blocks.removeValue(forKey: number)?.count ?? 0
        }
    }
}
