/// Where on a line each text stands that a request may repeat.
///
/// Holds hashes and places, no texts: 32 bytes for each value of 16 bytes and more.
package struct ValueIndex: Sendable {
    struct Occurrence: Sendable {
        private let storedRevision: Int32
        private let storedNumber: Int32
        /// Hash of the bytes as written, quotes and escapes included.
        let written: UInt64
        let isString: Bool
        /// Whether the event is said by somebody, and not a request's own literal.
        let isSaid: Bool
        fileprivate let next: Int32

        init(
            revision: Revision, number: Int, written: UInt64, isString: Bool, isSaid: Bool,
            next: Int32
        ) {
            storedRevision = Int32(clamping: revision.number)
            storedNumber = Int32(clamping: number)
            (self.written, self.isString, self.isSaid) = (written, isString, isSaid)
            self.next = next
        }

        var revision: Revision { Revision(Int(storedRevision)) }
        var number: Int { Int(storedNumber) }
    }

    private var places: [Occurrence] = []
    private var newest: [UInt64: Int32] = [:]
    /// The lengths of all texts: what has none of them need not be hashed.
    private var lengths: Set<Int> = []
    /// The revisions of events that are said, ascending.
    private(set) var said: [Revision] = []
    /// Texts too short for a place of their own, such as "go on", by hash.
    private var short: [UInt64: [Revision]] = [:]

    /// How many places of one text are looked at.
    private static let reach = 16
    /// Contents of files longer than this are looked into, not looked up.
    static let contentLimit = 1 << 20

    package init() {}

    package var count: Int { places.count }

    /// Takes in an event of the line. Revisions ascend.
    ///
    /// - Returns: its values, where it has any that a request may repeat.
    package mutating func add(_ event: Event) -> EventValues? {
        // Pieces of an answer are parts of what the finished one says.
        guard !event.isErased, event.kind != .responseStreamed else { return nil }
        let isContext =
            event.kind == .requestSent || event.kind == .contextBuilt && event.dialect == nil
        let isSaid = event.kind.role == .adds && !isContext
        if isSaid { addSaid(event) }
        let content = event.kind == .fileChanged ? event.content : nil
        guard event.kind.role == .adds || content != nil else { return nil }
        let values = EventValues(body: event.body, content: content.flatMap { Self.text($0) })
        for number in values.numbers {
            guard let written = values.written(number), written.count >= EventValues.least,
                let text = values.text(number)
            else { continue }
            let key = textHash(text[...])
            lengths.insert(text.count)
            places.append(
                Occurrence(
                    revision: event.revision, number: number,
                    written: number == 0 ? 0 : textHash(written),
                    isString: values.isString(number) || number == 0, isSaid: isSaid,
                    next: newest[key] ?? -1))
            newest[key] = Int32(clamping: places.count - 1)
        }
        return values
    }

    private mutating func addSaid(_ event: Event) {
        said.append(event.revision)
        guard let text = event.message?.text, (1..<EventValues.least).contains(text.utf8.count)
        else { return }
        short[textHash(Array(text.utf8)[...]), default: []].append(event.revision)
    }

    private static func text(_ content: [UInt8]) -> [UInt8]? {
        content.count <= contentLimit && String(validating: content, as: UTF8.self) != nil
            ? content : nil
    }

    /// Where a text stands: the first place behind `cursor`, else the last one before it.
    func place(of text: ArraySlice<UInt8>, behind cursor: Revision) -> Occurrence? {
        guard lengths.contains(text.count) else { return nil }
        var found: Occurrence?
        var index = newest[textHash(text)] ?? -1
        for _ in 0..<Self.reach where index >= 0 {
            let place = places[Int(index)]
            if let found, found.revision > cursor, place.revision <= cursor { break }
            if found == nil || place.revision > cursor { found = place }
            index = place.next
        }
        return found
    }

    /// The first event behind `cursor` that says this short text and nothing else.
    func short(_ text: [UInt8], behind cursor: Revision) -> Revision? {
        short[textHash(text[...])]?.first { $0 > cursor }
    }

    /// These revisions as closed ranges, in the order given: what lies between two neighbours of
    /// one range was never said.
    func ranges(of revisions: [Revision]) -> [ClosedRange<Revision>] {
        var ranges: [ClosedRange<Revision>] = []
        for revision in revisions {
            if let last = ranges.last, follows(revision, last.upperBound) {
                ranges[ranges.count - 1] = last.lowerBound...revision
            } else if ranges.last?.contains(revision) != true {
                ranges.append(revision...revision)
            }
        }
        return ranges
    }

    func isSaid(_ revision: Revision) -> Bool { firstSaid(behind: revision - 1) == revision }

    /// Whether nothing was said between the two.
    private func follows(_ revision: Revision, _ previous: Revision) -> Bool {
        guard revision > previous else { return false }
        return firstSaid(behind: previous) == revision || revision == previous + 1
    }

    private func firstSaid(behind revision: Revision) -> Revision? {
        var (low, high) = (0, said.count)
        while low < high {
            let middle = (low + high) / 2
            if said[middle] <= revision { low = middle + 1 } else { high = middle }
        }
        return low < said.count ? said[low] : nil
    }
}
