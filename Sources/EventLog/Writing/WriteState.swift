internal import SessionTerms

/// What the writer remembers between appends, so that one append costs one insert and not a search
/// for the head. Forgotten whenever another connection wrote, or a transaction was rolled back.
final class WriteState {
    /// What is known of the end of one branch's line.
    final class Tail {
        let line: Line
        var head: Revision
        var digest: EventDigest
        var encoder: GroupEncoder?
        var effort: Effort?
        /// Compresses what was announced, with `encoder`.
        var ahead: EncodingAhead?
        /// By subject; that of events without one, the requests, by 0, which is no word.
        var values: [Int: SubjectValue] = [:]
        var valueBytes = 0

        init(line: Line, head: Revision, digest: EventDigest) {
            self.line = line
            self.head = head
            self.digest = digest
        }
    }

    /// The last value of a subject, for the next one to be compressed against.
    struct SubjectValue {
        let position: Position
        let depth: Int
        let payload: [UInt8]
    }

    /// Tails kept at once; each holds an LZ4 stream of some hundred KB.
    private static let tailLimit = 16
    private(set) var tails: [BranchID: Tail] = [:]
    var lastPosition: Position?
    var branches: [BranchRow]?
    /// Counts the times everything was forgotten; others keep their own memory in step with it.
    private(set) var generation = 0

    func forgetAll() {
        tails = [:]
        lastPosition = nil
        branches = nil
        generation += 1
    }

    func keep(_ tail: Tail, of branch: BranchID) {
        if tails.count >= Self.tailLimit { tails.removeAll() }
        tails[branch] = tail
    }
}

extension WriteState.Tail {
    /// The subject has another value by now, which the log holds elsewhere.
    func forget(_ subject: Int) {
        valueBytes -= values.removeValue(forKey: subject)?.payload.count ?? 0
    }

    func remember(_ value: WriteState.SubjectValue, of subject: Int, limit: Int = 8 << 20) {
        valueBytes += value.payload.count - (values[subject]?.payload.count ?? 0)
        values[subject] = value
        if valueBytes > limit {
            values = [:]
            valueBytes = 0
        }
    }
}
