import SessionStore

/// What the importer knows of one branch that a transcript's records lie on.
///
/// Branches are renamed at the end of an import; a lane's index stays.
struct Lane {
    var name: BranchName
    /// The lane it was forked from, and its revision there.
    var parent: Int?
    var fork: Revision
    var head: Revision
    /// The revision of the last record that others can follow.
    var said: Revision = 0
    /// Where its records lie, as far as their format is a strict tree.
    var noted: [Revision] = []
    /// The last one of them that somebody said.
    var spoken: Revision = 0
    /// Whether it is a subagent's.
    var isSidechain: Bool
    /// Of a subagent with a file of its own: its name relative to the transcript's folder.
    var file: String?
    /// The prompts of the lane in order.
    var prompts: [(revision: Revision, record: RecordKey)] = []
    /// Every change of a setting: few, because only changes are recorded.
    var settings: [(revision: Revision, subject: String, value: JSON)] = []
    /// Of a line of the conversation: how many there were before it.
    var number: Int?
}

/// Where a record lies, and what it follows.
struct RecordPlace {
    /// Of 32 bits each: there is one for every record of a transcript.
    private var storedLane: Int32
    private var storedRevision: Int32
    var parent: RecordKey?
    /// Whether it is an event of our own, which an export makes a record of.
    var isOwn: Bool

    init(lane: Int, revision: Revision, parent: RecordKey?, isOwn: Bool = false) {
        storedLane = Int32(lane)
        storedRevision = Int32(revision.number)
        self.parent = parent
        self.isOwn = isOwn
    }

    var lane: Int { Int(storedLane) }
    var revision: Revision { Revision(Int(storedRevision)) }
}

/// A call of a tool that waits for its result.
struct Call {
    var lane: Int
    var revision: Revision
    var name: String
    /// The file that the call is to change.
    var path: String?
}
