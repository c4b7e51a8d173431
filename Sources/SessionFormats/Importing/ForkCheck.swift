import SessionStore

/// Whether a transcript can be a fork: what it repeats comes first, and is as it was.
struct ForkCheck<Format: RecordFormat> {
    private let stored: StoredIndex<Format>
    private var erased: ErasedTimes
    private var clock: Timestamp?
    /// What is still to come of the line that it is an export of; nil: it may be any fork.
    private var line: ArraySlice<StoredIndex<Format>.Entry>?
    private var count = 0
    private var last = 0
    private var firstNew: Int?

    init(_ stored: StoredIndex<Format>, _ start: Timestamp?, line: [StoredIndex<Format>.Entry]?) {
        self.stored = stored
        self.line = line.map { $0[...] }
        (erased, clock) = (stored.erased, start)
    }

    /// How many records there are up to the last one that the session holds.
    var repeated: Int {
        get throws {
            guard last > 0 else { throw Self.changed("it begins with nothing that was imported") }
            return last
        }
    }

    mutating func take(_ record: Format.Record) throws {
        count += 1
        clock = record.time ?? clock
        if takesNext(record) {
            last = count
            return
        }
        guard let id = record.id else {
            if line != nil { firstNew = firstNew ?? record.source.line }
            return
        }
        guard let message = stored.known[id] else {
            if !erased.take(clock, hasID: true) { firstNew = firstNew ?? record.source.line }
            return
        }
        let here = record.source.line
        guard line == nil, message == nil || message == StoredIndex<Format>.message(record) else {
            throw Self.changed(
                "line \(here) is not as the record with its id that was imported before, or does "
                    + "not stand where that does")
        }
        // What a fork repeats comes first: otherwise somebody put something in between.
        if let firstNew {
            throw Self.changed(
                "line \(firstNew) is new, and stands before line \(here), which was imported before"
            )
        }
        last = count
    }

    /// Whether it is the next one of the line that it is an export of.
    private mutating func takesNext(_ record: Format.Record) -> Bool {
        guard firstNew == nil, let next = line?.first else { return false }
        let isErased = next.id == nil && next.whole == nil
        let isNext =
            next.whole.map { $0 == StoredIndex<Format>.whole(record) }
            ?? (isErased || next.id == record.id)
        if isNext { line?.removeFirst() }
        return isNext
    }

    private static func changed(_ words: String) -> SessionError {
        SessionError(
            .transcriptChanged,
            "this is not the transcript that was imported, nor a fork of it: \(words)",
            hint: "Import it as a session of its own with \(.importAgain(masking: false)).")
    }
}
