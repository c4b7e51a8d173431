/// One file of an export as it is written: records with what stood between them when they came in.
struct TranscriptFile {
    /// Bytes of what was read so far, in and between records; nil: it is not known.
    private var gaps: RecordGaps.Reader?
    private var isEmpty = true
    /// Whether the last record came from the file.
    private var isOriginal = false

    /// - Parameter gaps: nil: a line break behind each record.
    init(_ gaps: RecordGaps?) { self.gaps = gaps.map { RecordGaps.Reader($0) } }

    /// What stands before the next record of the file.
    mutating func gapBeforeRecord() -> [UInt8] {
        let gap = gaps?.next() ?? (isEmpty ? [] : [0x0A])
        // Where another one was put in front, the line break may be missing.
        let needsBreak = !isEmpty && !isOriginal && !gap.contains(0x0A)
        (isEmpty, isOriginal) = (false, true)
        return needsBreak ? [0x0A] + gap : gap
    }

    /// What stands before a record that did not come from it.
    mutating func gapBeforeOther() -> [UInt8] {
        defer { (isEmpty, isOriginal) = (false, false) }
        return isEmpty ? [] : [0x0A]
    }

    /// What stands behind the last record.
    var end: [UInt8] {
        if isEmpty { return [] }
        if isOriginal, let gaps, gaps.isAtEnd { return gaps.gaps.end }
        return [0x0A]
    }
}
