import SessionStore

/// What stands between the records of a file, so that it can be written again byte for byte: a line
/// break before each but the first and one at the end, mostly, of which nothing needs to be kept.
/// Otherwise white space of any kind, and a byte order mark before the first.
struct RecordGaps: Equatable {
    /// Records passed so far.
    private(set) var count = 0
    /// What stands behind the last one.
    var end = Self.lineBreak
    private var first: [UInt8] = []
    /// What stands before a record and those behind it, up to the next of these.
    private var runs: [(from: Int, text: [UInt8])] = []

    private static let lineBreak: [UInt8] = [0x0A]

    init() {}

    /// Takes note of the next record.
    mutating func pass(behind gap: [UInt8]) {
        if count == 0 {
            first = gap
        } else if gap != runs.last?.text ?? Self.lineBreak {
            runs.append((count, gap))
        }
        count += 1
    }

    /// Gives what stands before one record after the other.
    struct Reader {
        let gaps: RecordGaps
        private var record = 0
        private var run = -1

        init(_ gaps: RecordGaps) { self.gaps = gaps }

        /// nil behind the last record.
        mutating func next() -> [UInt8]? {
            guard record < gaps.count else { return nil }
            defer { record += 1 }
            guard record > 0 else { return gaps.first }
            if run + 1 < gaps.runs.count, gaps.runs[run + 1].from == record { run += 1 }
            return run < 0 ? RecordGaps.lineBreak : gaps.runs[run].text
        }

        var isAtEnd: Bool { record == gaps.count }
    }

    static func == (one: RecordGaps, other: RecordGaps) -> Bool { one.json == other.json }

    // MARK: JSON

    /// As Schemas/import-1.md has it.
    var json: JSON {
        func text(_ bytes: [UInt8]) -> JSON { .string(utf8: bytes) }
        return .object([
            ("records", .number(count)), ("first", first.isEmpty ? nil : text(first)),
            ("end", end == Self.lineBreak ? nil : text(end)),
            (
                "runs",
                runs.isEmpty ? nil : .array(runs.map { .array([.number($0.from), text($0.text)]) })
            ),
        ])
    }

    init?(_ json: JSON) {
        guard let count = json["records"]?.int, count >= 0 else { return nil }
        self.count = count
        first = json["first"]?.utf8 ?? []
        end = json["end"]?.utf8 ?? Self.lineBreak
        for run in json["runs"]?.elements ?? [] {
            let parts = run.elements
            guard parts.count == 2, let from = parts[0].int, let text = parts[1].utf8,
                from > runs.last?.from ?? 0
            else { return nil }
            runs.append((from, text))
        }
    }
}
